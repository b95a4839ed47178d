package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.Result.ObjectiveResult;
import io.firedrill.audit.Result.Verdict;
import io.firedrill.evidence.Manifest;
import io.firedrill.evidence.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Evidence of a real drill that passes, of which somebody wrote a part anew with a manifest that fits. No checksum tells; what the other
 * parts say contradicts it, or does not.
 */
class ForgedEvidenceTest {

    @TempDir
    Path temp;

    private RunFolder folder;

    @BeforeEach
    void wholeEvidence() throws IOException {
        Path original = Path.of(System.getProperty("firedrill.root"))
                .resolve("harness/core/src/test/resources/evidence-live-torn");
        folder = new RunFolder(EveryObjective.of(original, temp.resolve("run")));
    }

    private Result forged() throws IOException {
        Manifest.write(folder, new Manifest.Origin("0.1.0", Map.of(), "host", "forger"));
        return Auditor.audit(folder);
    }

    /** Every seventh fact of a kind is written so many times. */
    private Result rewritten(String journal, String kind, int times) throws IOException {
        Path fresh = temp.resolve("fresh");
        int[] seen = {0};
        boolean altered = JournalForgery.write(
                folder.root(),
                journal,
                fresh,
                (fact, args) -> fact.getName().equals(kind) && seen[0]++ % 7 == 3 ? times : 1);
        assertThat(altered).isTrue();
        Path old = folder.root().resolve(journal);
        try (Stream<Path> segments = Files.list(old)) {
            for (Path segment : segments.toList()) {
                Files.delete(segment);
            }
        }
        try (Stream<Path> segments = Files.list(fresh)) {
            for (Path segment : segments.toList()) {
                Files.move(segment, old.resolve(segment.getFileName()));
            }
        }
        return forged();
    }

    private Result withoutLines(Path file, String... of) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<String> left = lines.stream()
                .filter(line -> !Stream.of(of).allMatch(line::contains))
                .toList();
        assertThat(left).hasSizeLessThan(lines.size());
        Files.write(file, left);
        return forged();
    }

    private static List<String> failed(Result result) {
        return result.objectives().stream()
                .filter(objective -> objective.verdict() == Verdict.FAIL)
                .map(ObjectiveResult::name)
                .toList();
    }

    private static void assertUnnoticed(Result result, Result whole) {
        assertThat(result.verdict()).isEqualTo(Verdict.PASS);
        assertThat(LessIsBetter.held(result)).isEqualTo(LessIsBetter.held(whole));
        assertThat(LessIsBetter.others(result)).isEqualTo(LessIsBetter.others(whole));
    }

    @ParameterizedTest
    @CsvSource({
        "journals/us-west-1, sent, 0, outcomes belong to sends or transactions that no journal has",
        "journals/us-west-1, sent, 2, sends claim an id that is taken or out of sequence",
        "journals/us-west-1, transactionBegun, 0, outcomes belong to sends or transactions that no journal has",
        "scans/us-west, scanComplete, 0, took records but was not scanned"
    })
    void whatOtherFactsCannotDoWithoutIsNamed(String journal, String kind, int times, String trouble)
            throws IOException {
        Result result = rewritten(journal, kind, times);
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.troubles())
                .anySatisfy(sentence -> assertThat(sentence).contains(trouble));
    }

    @ParameterizedTest
    @CsvSource({
        "journals/us-east-1, delivered, 0, anomalies.C2",
        "journals/us-west-1, delivered, 2, anomalies.C3",
        "journals/us-east-2, acked, 0, anomalies.X2",
        "journals/us-west-1, acked, 0, rto.service",
        "journals/us-east-1, transactionEnding, 0, anomalies.P2",
        "scans/us-east, scanned, 0, anomalies.P1",
        "scans/us-west, scanned, 0, anomalies.R2",
        "scans/us-west, scanned, 2, anomalies.P4",
        "scans/us-west, rowScanned, 0, anomalies.X6"
    })
    void whatScansAndJournalsDoNotAgreeOnIsCountedAsAnAnomaly(String journal, String kind, int times, String objective)
            throws IOException {
        assertThat(failed(rewritten(journal, kind, times))).contains(objective);
    }

    @ParameterizedTest
    @CsvSource({
        "journals/us-east-1, canary",
        "journals/us-west-1, assigned",
        "journals/us-west-1, committed",
        "journals/us-west-1, processed",
        "journals/us-west-1, rowCopied",
        "scans/us-west, topicId"
    })
    void whatNothingElseSpeaksOfIsNoticedByNobodyAndMakesNoFigureBetter(String journal, String kind)
            throws IOException {
        Result whole = Auditor.audit(folder);
        assertUnnoticed(rewritten(journal, kind, 0), whole);
    }

    @ParameterizedTest
    @CsvSource({
        "fault-applied, kill-region, 'kill-region us-east was taken back, and the timeline does not say that it was applied'",
        "fault-lifted, kill-region, 'kill-region us-east was not lifted before the logs were read'",
        "worker-started, us-west, journal us-west-1 belongs to no worker of the timeline",
        "snapshot-taken, us-west, 'to-west: no failover snapshot was taken'",
        "scan-finished, us-west, the logs of us-west were not scanned whole"
    })
    void aLineOfTheTimelineThatOthersFollowFromIsMissed(String kind, String about, String trouble) throws IOException {
        Result result = withoutLines(folder.timeline(), "\"kind\":\"" + kind + "\"", about);
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.troubles())
                .anySatisfy(sentence -> assertThat(sentence).startsWith(trouble));
    }

    @Test
    void theStallsOfWhoTakesTimesAreMissedButNotOneOfThem() throws IOException {
        Result whole = Auditor.audit(folder);
        Path stalls = folder.logs().resolve("harness-stalls.jsonl");
        List<String> lines = Files.readAllLines(stalls);
        Files.write(stalls, lines.subList(0, 1));
        Result some = forged();
        assertThat(some.verdict()).isEqualTo(Verdict.PASS);
        assertThat(some.rto().plusMinusMillis()).isLessThan(whole.rto().plusMinusMillis());
        Files.delete(stalls);
        assertThat(forged().troubles()).anySatisfy(sentence -> assertThat(sentence)
                .startsWith("nothing says when the process harness stood still"));
    }
}
