package io.firedrill.replication;

import io.firedrill.launch.JmxSampler;
import io.firedrill.region.JavaProgram;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where and how often MirrorMaker's replication latency goes to disk, written from inside its process: {@link JmxSampler}
 * describes the lines. Objects are {@code kafka.connect.mirror:type=MirrorSourceConnector,target=…,topic=…,partition=…}
 * with {@code replication-latency-ms[-avg|-max|-min]}, {@code record-age-ms…}, {@code record-count}, {@code byte-count}, and
 * {@code type=MirrorCheckpointConnector} with {@code checkpoint-latency-ms…}.
 *
 * @param file appended to
 * @param every time between samples
 */
public record MetricSampling(Path file, Duration every) {
    private static final String OBJECTS =
            "kafka.connect.mirror:type=MirrorSourceConnector,*;kafka.connect.mirror:type=MirrorCheckpointConnector,*";

    JavaProgram in(JavaProgram program) {
        return program.with(JmxSampler.FILE, file.toAbsolutePath().toString())
                .with(JmxSampler.QUERY, OBJECTS)
                .with(JmxSampler.EVERY_MILLIS, Long.toString(every.toMillis()));
    }
}
