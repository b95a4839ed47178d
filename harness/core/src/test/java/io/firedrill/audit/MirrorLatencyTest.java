package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What MirrorMaker said last before T0, which is at 30 s, of a transition from us-east to us-west. */
class MirrorLatencyTest {
    private static final long SECOND = 1_000_000_000L;
    private static final String METRIC =
            "kafka.connect.mirror:type=MirrorSourceConnector,source=us-east,target=us-west,topic=orders,partition=";

    @TempDir
    Path samples;

    private static String sample(long second, String object, String latency) {
        return line(String.valueOf(second * SECOND), "\"" + object + "\"", latency);
    }

    private static String line(String nanos, String object, String latency) {
        return "{\"nanos\":" + nanos + ",\"object\":" + object + ",\"attributes\":{\"replication-latency-ms\":"
                + latency + "}}";
    }

    private void write(String file, String... lines) throws IOException {
        Files.write(samples.resolve(file), List.of(lines));
    }

    private Optional<Double> last() {
        return MirrorLatency.last(samples, ToldFacts.toWest(60 * SECOND));
    }

    @Test
    void ofEachMetricTheLastBeforeT0CountsAndOfTheseTheLargest() throws IOException {
        write(
                "mirror.jsonl",
                sample(27, METRIC + 0, "9000"),
                sample(29, METRIC + 0, "20.5"),
                sample(28, METRIC + 0, "9000"),
                sample(29, METRIC + 1, "31.25"),
                sample(30, METRIC + 1, "9000"),
                sample(31, METRIC + 0, "9000"));
        assertThat(last()).contains(31.25);
    }

    @Test
    void ofTwoSamplesOfOneMomentTheLaterLineCounts() throws IOException {
        write("mirror.jsonl", sample(29, METRIC + 0, "20"), sample(29, METRIC + 0, "10"));
        assertThat(last()).contains(10.0);
    }

    @Test
    void otherConnectorsAndOtherFlowsSayNothing() throws IOException {
        write(
                "mirror.jsonl",
                sample(29, METRIC.replace("SourceConnector", "CheckpointConnector"), "9000"),
                sample(29, METRIC.replace("source=us-east", "source=us-north"), "9000"),
                sample(29, METRIC.replace("target=us-west", "target=us-north"), "9000"),
                sample(29, "type=MirrorSourceConnector", "9000"));
        assertThat(last()).isEmpty();
    }

    @Test
    void aLineThatIsNoSampleIsPassedOver() throws IOException {
        String object = "\"" + METRIC + "0\"";
        String at = String.valueOf(29 * SECOND);
        write(
                "mirror.jsonl",
                "not a sample",
                "",
                "[]",
                "{}",
                line(at, "5", "9000"),
                line(at, object, "\"9000\""),
                line(at, object, "null"),
                line(at, object, "1e999"),
                line("28.5", object, "9000"),
                line("\"28\"", object, "9000"),
                line("-100000000000000000000", object, "9000"),
                line(at, object, "9".repeat(400)),
                sample(28, METRIC + 0, "12"),
                "{\"nanos\":" + at);
        assertThat(last()).contains(12.0);
    }

    @Test
    void everyFileOfSamplesIsReadAndNoOther() throws IOException {
        Files.createDirectories(samples.resolve("us-west"));
        write("us-west/mirror.jsonl", sample(29, METRIC + 0, "12"));
        write("mirror.jsonl", sample(29, METRIC + 1, "11"));
        write("notes.txt", sample(29, METRIC + 2, "9000"));
        Files.write(samples.resolve("broken.jsonl"), "\u00e4\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(last()).contains(12.0);
    }

    @Test
    void withoutSamplesNothingIsSaid() throws IOException {
        assertThat(last()).isEmpty();
        Files.delete(samples);
        assertThat(last()).isEmpty();
    }
}
