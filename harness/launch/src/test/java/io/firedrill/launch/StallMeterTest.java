package io.firedrill.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StallMeterTest {
    private static final long MILLI = 1_000_000;

    @TempDir
    Path folder;

    @Test
    void writesAGapOfMoreThanFiftyMilliseconds_andNothingElse() throws Exception {
        Path file = folder.resolve("stalls.jsonl");
        StallMeter meter = new StallMeter(FactFile.open(file), 0);
        meter.wokeAt(21 * MILLI); // on time
        meter.wokeAt(30 * MILLI); // early
        meter.wokeAt(91 * MILLI); // 50 ms late: not more than allowed
        meter.wokeAt(311 * MILLI); // due at 111
        assertThat(Files.readAllLines(file)).containsExactly("{\"nanos\":111000000,\"millis\":200}");
    }
}
