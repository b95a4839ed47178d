package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.evidence.Manifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Results are, to the byte, what they were when they were written down. This says nothing of what is right, which other tests do; it says
 * that nobody changes a figure without seeing it. A failure leaves the result in target/known-results: the one of the version before, made
 * by the same test there, shows what has changed.
 */
class KnownResultsTest {
    private static final Path ROOT = Path.of(System.getProperty("firedrill.root"), "harness/core");

    /** Mutation testing runs these tests thousands of times, and the first of each alone. */
    private static final int AT_MOST = Integer.getInteger("firedrill.known-results", Integer.MAX_VALUE);

    private static final String RENEW =
            "They are written anew by: mvn -pl harness/core -am test -Dtest=KnownResultsTest"
                    + " -Dsurefire.failIfNoSpecifiedTests=false -Dfiredrill.renew=true";

    @TempDir
    Path temp;

    private interface Audit {
        Result of(int seed) throws IOException;
    }

    private void assertKnown(String what, int seeds, Audit audit) throws IOException {
        boolean renew = Boolean.getBoolean("firedrill.renew");
        Path file = ROOT.resolve("src/test/resources/known-results/" + what + ".txt");
        List<String> known = renew ? List.of() : Files.readAllLines(file, StandardCharsets.UTF_8);
        List<String> all = new ArrayList<>();
        Path text = temp.resolve("result.json");
        for (int seed = 1; seed <= Math.min(seeds, AT_MOST); seed++) {
            Files.writeString(text, ResultJson.text(audit.of(seed)));
            String line = seed + " " + Manifest.sha256(text);
            if (!renew && !line.equals(known.get(seed - 1))) {
                Path kept = Files.createDirectories(ROOT.resolve("target/known-results"));
                Files.copy(text, kept.resolve(what + "-" + seed + ".json"), StandardCopyOption.REPLACE_EXISTING);
                assertThat(line).as(RENEW).isEqualTo(known.get(seed - 1));
            }
            all.add(line);
        }
        if (renew) {
            Files.createDirectories(file.getParent());
            Files.write(file, all, StandardCharsets.UTF_8);
        }
    }

    @Test
    void ofDrillsFullOfCoincidences() throws IOException {
        assertKnown("coincidences", 40, seed -> SeededDrill.of(seed).audit(temp.resolve("run-" + seed)));
    }

    @Test
    void ofTheEvidenceOfARealDrillDamagedInManyWays() throws IOException {
        EvidenceMutations mutations = new EvidenceMutations(ROOT.resolve("src/test/resources/evidence-live"), temp);
        assertKnown("damaged", 120, seed -> {
            mutations.mend();
            mutations.apply(seed);
            return Auditor.audit(mutations.folder());
        });
    }

    /** The first is of the whole evidence, of which any other number of a transaction, a store or a split brain would be seen at once. */
    @Test
    void ofTheEvidenceOfARealSplitBrainWholeAndDamagedInManyWays() throws IOException {
        EvidenceMutations mutations =
                new EvidenceMutations(ROOT.resolve("src/test/resources/evidence-live-torn"), temp);
        assertKnown("torn", 41, line -> {
            mutations.mend();
            if (line > 1) {
                mutations.apply(line - 1);
            }
            return Auditor.audit(mutations.folder());
        });
    }
}
