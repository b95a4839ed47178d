package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.evidence.Manifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Results of seeded drills are, to the byte, what they were when they were written down. This says nothing of what is right, which other
 * tests do; it says that nobody changes a figure without seeing it. A failure leaves the result in target/known-results: the one of the
 * version before, made by the same test there, shows what has changed.
 */
class KnownResultsTest {
    private static final int SEEDS = 40;

    private static final Path ROOT = Path.of(System.getProperty("firedrill.root"), "harness/core");
    private static final Path KNOWN = ROOT.resolve("src/test/resources/known-results.txt");

    private static final String RENEW =
            "They are written anew by: mvn -pl harness/core -am test -Dtest=KnownResultsTest"
                    + " -Dsurefire.failIfNoSpecifiedTests=false -Dfiredrill.renew=true";

    @TempDir
    Path temp;

    private String found(long seed, String text) throws IOException {
        Path file = temp.resolve(seed + ".json");
        Files.writeString(file, text);
        return seed + " " + Manifest.sha256(file);
    }

    private static void keep(long seed, String text) throws IOException {
        Path folder = Files.createDirectories(ROOT.resolve("target/known-results"));
        Files.writeString(folder.resolve(seed + ".json"), text);
    }

    @Test
    void resultsAreWhatTheyWereToTheByte() throws IOException {
        boolean renew = Boolean.getBoolean("firedrill.renew");
        List<String> known = renew ? List.of() : Files.readAllLines(KNOWN, StandardCharsets.UTF_8);
        List<String> all = new ArrayList<>();
        for (int seed = 1; seed <= SEEDS; seed++) {
            String text = ResultJson.text(SeededDrill.of(seed).audit(temp.resolve("run-" + seed)));
            String line = found(seed, text);
            if (!renew && !line.equals(known.get(seed - 1))) {
                keep(seed, text);
                assertThat(line).as(RENEW).isEqualTo(known.get(seed - 1));
            }
            all.add(line);
        }
        if (renew) {
            Files.write(KNOWN, all, StandardCharsets.UTF_8);
        }
    }
}
