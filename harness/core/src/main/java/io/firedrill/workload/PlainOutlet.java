package io.firedrill.workload;

import java.time.Duration;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Each record stands for itself. */
record PlainOutlet(Producer<byte[], byte[]> client) implements RecordOutlet {

    @Override
    public void before(long sequence) {}

    @Override
    public void send(ProducerRecord<byte[], byte[]> record, Callback outcome) {
        client.send(record, outcome);
    }

    @Override
    public void after() {}

    @Override
    public void rest() {}

    @Override
    public void close(Duration atMost) {
        client.close(atMost);
    }
}
