package io.firedrill.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that writes facts as fast as it can is killed, for real. */
class KilledWriterTest {

    @TempDir
    Path temp;

    /** The process: says after every thousandth fact how many have returned. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] args) throws IOException {
            JournalWriter writer = new JournalWriter(Path.of(args[0]), "us-east", 1, 1 << 18);
            for (long i = 0; ; i++) {
                writer.sent(0, 0, 1, i, i % 1000, 0, 512, i * 1000, i * 1000 + 7);
                if (i % 1000 == 0) {
                    System.out.println(i + 1);
                }
            }
        }
    }

    @Test
    void everyFactThatReturnedBeforeASigkillIsRead() throws Exception {
        Path folder = temp.resolve("us-east-1");
        Process victim = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long returned = 0;
        try (BufferedReader out = victim.inputReader()) {
            while (returned < 200_000) {
                returned = Long.parseLong(out.readLine());
            }
            victim.toHandle().destroyForcibly();
            for (String line = out.readLine(); line != null && !line.isEmpty(); line = out.readLine()) {
                // The last line may be cut, and then is smaller.
                returned = Math.max(returned, Long.parseLong(line));
            }
        }
        assertThat(victim.waitFor(30, TimeUnit.SECONDS)).isTrue();

        long[] next = new long[1];
        JournalState state = JournalReader.read(folder, new FactSink() {
            @Override
            public void sent(
                    int w, int p, int s, long sequence, long key, int topic, int bytes, long intended, long invoked) {
                assertThat(sequence).isEqualTo(next[0]++);
                assertThat(invoked).isEqualTo(sequence * 1000 + 7);
            }
        });
        assertThat(state.damage()).isEmpty();
        assertThat(state.closed()).isFalse();
        assertThat(state.facts()).isGreaterThanOrEqualTo(returned);

        JournalCompressor.seal(folder);
        assertThat(JournalReader.read(folder, new FactSink() {}).facts()).isEqualTo(state.facts());
    }
}
