package io.firedrill.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StallMeterTest {
    private static final long MILLI = 1_000_000;

    @TempDir
    Path folder;

    private long collected;

    @Test
    void writesAGapOfMoreThanFiftyMilliseconds_andNothingElse() throws Exception {
        Path file = folder.resolve("stalls.jsonl");
        StallMeter meter = new StallMeter(StallFile.open(file, "worker", StallFile.HARNESS), () -> collected, 0);
        meter.wokeAt(21 * MILLI); // on time
        meter.wokeAt(30 * MILLI); // early
        meter.wokeAt(91 * MILLI); // 50 ms late: not more than allowed
        meter.wokeAt(311 * MILLI); // due at 111
        assertThat(stalls(file)).containsExactly("{\"nanos\":111000000,\"millis\":200,\"collectingMillis\":0}");
    }

    @Test
    void saysHowMuchOfAStallWasGarbageCollection() throws Exception {
        Path file = folder.resolve("stalls.jsonl");
        StallMeter meter = new StallMeter(StallFile.open(file, "worker", StallFile.HARNESS), () -> collected, 0);
        collected = 15;
        meter.wokeAt(20 * MILLI); // a collection that held nobody up
        collected += 90;
        meter.wokeAt(140 * MILLI + 1); // due at 40
        collected += 500; // more than there was: collectors overlap
        meter.wokeAt(220 * MILLI + 1); // due at 160
        assertThat(stalls(file))
                .containsExactly(
                        "{\"nanos\":40000000,\"millis\":101,\"collectingMillis\":90}",
                        "{\"nanos\":160000001,\"millis\":60,\"collectingMillis\":60}");
    }

    private static List<String> stalls(Path file) throws IOException {
        return Files.readAllLines(file).stream().skip(1).toList();
    }

    @Test
    void eachStartSaysWhoIsMetered() throws Exception {
        Path file = folder.resolve("stalls.jsonl");
        StallMeter.start(file, "us-east broker 1", StallFile.KAFKA).close();
        StallMeter.start(file, "us-east broker 1", StallFile.KAFKA).close();
        assertThat(Files.readAllLines(file).stream().filter(line -> line.contains("process")))
                .hasSize(2)
                .containsOnly("{\"process\":\"us-east broker 1\",\"of\":\"kafka\"}");
    }
}
