package io.firedrill.workload;

import io.firedrill.evidence.RecordStamp;
import org.apache.kafka.common.header.Header;

/** How a {@link RecordStamp} reads Kafka's headers. */
final class KafkaHeaders {

    static final RecordStamp.HeaderAccess<Header> ACCESS = new RecordStamp.HeaderAccess<>(Header::key, Header::value);

    private KafkaHeaders() {}
}
