package io.firedrill.workload;

import java.time.Duration;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;

/** How a producer's records get to Kafka. For the producer's thread, but for {@link #close}. */
interface RecordOutlet {

    /**
     * To be called before the record of this sequence is written down as sent: whatever must come before it happens now.
     *
     * @throws RuntimeException of the client: the record cannot be sent now, and never was
     */
    void before(long sequence);

    /** Hands the record to the client. */
    void send(ProducerRecord<byte[], byte[]> record, Callback outcome);

    /** The record was handed over, also one that the client refused. */
    void after();

    /** There will be no record for a while. */
    void rest();

    /** Gives what is under way {@code atMost} to end. */
    void close(Duration atMost);
}
