package io.firedrill.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HarnessCacheTest {
    @TempDir
    Path folder;

    @Test
    void makesAFileOnce() throws Exception {
        HarnessCache cache = HarnessCache.at(folder.resolve("cache"));
        AtomicInteger made = new AtomicInteger();
        for (int i = 0; i < 2; i++) {
            Path file = cache.getOrMake(
                    "some/thing", target -> Files.writeString(target, "made " + made.incrementAndGet()));
            assertThat(file).hasContent("made 1");
        }
    }

    @Test
    void aFailedAttemptLeavesNothing() throws Exception {
        HarnessCache cache = HarnessCache.at(folder);
        assertThatThrownBy(() -> cache.getOrMake("thing", target -> {
                    Files.writeString(target, "half");
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");
        assertThat(cache.getOrMake("thing", target -> Files.writeString(target, "whole")))
                .hasContent("whole");
    }
}
