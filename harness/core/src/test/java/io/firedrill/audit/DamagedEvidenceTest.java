package io.firedrill.audit;

import static io.firedrill.audit.SyntheticDrill.MILLI;
import static io.firedrill.audit.SyntheticDrill.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.Result.Verdict;
import io.firedrill.evidence.Manifest;
import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.scenario.Objective;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is missing, cut, altered or foreign is said, makes the drill INCONCLUSIVE, and is never an exception and never a pass. */
class DamagedEvidenceTest {

    @TempDir
    Path temp;

    private final SyntheticDrill drill = new SyntheticDrill();
    private RunFolder folder;

    @BeforeEach
    void folder() {
        folder = new RunFolder(temp.resolve("run"));
        drill.objectives.add(new Objective("rpo.records", new Objective.Limit.Count(10)));
    }

    private Result written() throws IOException {
        drill.write(folder.root());
        return audit();
    }

    private Result audit() {
        return Auditor.audit(folder, drill.scenario());
    }

    private static void assertInconclusive(Result result, String sentence) {
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.troubles()).anySatisfy(text -> assertThat(text).contains(sentence));
        assertThat(ResultJson.text(result)).isNotEmpty();
    }

    @Test
    void anAbsentFolder() {
        assertInconclusive(audit(), "timeline.jsonl is missing");
        assertInconclusive(Auditor.audit(folder), "scenario.yaml is missing");
    }

    @Test
    void aForeignFolder() throws IOException {
        Files.createDirectories(folder.journals().resolve("holiday"));
        Files.writeString(folder.timeline(), "Dear diary\n");
        Files.writeString(folder.scenario(), "not: a scenario\n");
        assertInconclusive(Auditor.audit(folder), "scenario.yaml cannot be read");
    }

    @Test
    void anEmptyTimeline() throws IOException {
        drill.write(folder.root());
        Files.writeString(folder.timeline(), "");
        assertInconclusive(Auditor.audit(folder), "the timeline does not say what run this is");
    }

    private void objectiveThatIsMissed() {
        drill.objectives.add(new Objective("rto.service", new Objective.Limit.Time(Duration.ofMillis(1))));
    }

    @Test
    void whatAJournalOfAnotherClockKeepsFromBeingJudgedIsAFailOtherwise() throws IOException {
        objectiveThatIsMissed();
        assertThat(written().objectives().get(1).verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void aJournalOfAnotherClock() throws IOException {
        objectiveThatIsMissed();
        drill.at(3).invoked = -3600 * SECOND;
        assertInconclusive(written(), "journal us-east-1 has a fact from 3");
        assertInconclusive(audit(), "s before the drill began: its times are not of the clock of the timeline, or");
        assertThat(audit().objectives()).noneMatch(it -> it.verdict() == Verdict.FAIL);
    }

    @Test
    void aJournalThatGoesOnAfterTheDrillEnded() throws IOException {
        objectiveThatIsMissed();
        drill.at(3).endedAt = 7200 * SECOND;
        assertInconclusive(written(), "s after the drill ended: its times are not of the clock of the timeline, or");
        assertThat(audit().objectives()).noneMatch(it -> it.verdict() == Verdict.FAIL);
    }

    @Test
    void ofEvidenceThatANewerVersionMadeNothingElseIsSaid() throws IOException {
        drill.write(folder.root());
        String manifest = Files.readString(folder.manifest());
        Files.writeString(folder.manifest(), manifest.replaceFirst("(\"formatVersion\"\\s*:\\s*)\\d+", "$199"));
        Files.writeString(folder.scenario(), "words: of another language\n");
        for (Result result : List.of(Auditor.audit(folder), audit())) {
            assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(result.troubles())
                    .containsExactly(
                            "the evidence was made by a newer version of Firedrill: manifest.json has format 99,"
                                    + " this one reads up to 1. Read it with that version or a later one");
            assertThat(result.transitions()).isEmpty();
            assertThat(result.objectives()).allMatch(it -> it.verdict() == Verdict.INCONCLUSIVE);
            assertThat(result.anomalies().values()).noneMatch(it -> it.verdict() == Verdict.FAIL);
            assertThat(ResultJson.text(result)).isNotEmpty();
        }
    }

    @Test
    void anAlteredPart() throws IOException {
        drill.write(folder.root());
        Files.writeString(folder.scenario(), "# a comment\n", StandardOpenOption.APPEND);
        assertInconclusive(audit(), "scenario.yaml was altered");
    }

    @Test
    void aHarnessThatWasKilledBeforeTheEnd() throws IOException {
        drill.events.removeIf(event -> event.at() > 55 * SECOND);
        drill.write(folder.root());
        Files.delete(folder.manifest());
        Result result = audit();
        assertInconclusive(result, "manifest.json is missing");
        assertInconclusive(result, "did not end in order");
    }

    @Test
    void aDrillThatWasInterrupted() throws IOException {
        drill.replace(TimelineEvent.DrillEnded.class, new TimelineEvent.DrillEnded(70 * SECOND, "interrupted"));
        assertInconclusive(written(), "the drill was interrupted");
    }

    @Test
    void aBaselineThatNeverBecameSteady() throws IOException {
        drill.replace(TimelineEvent.BaselineSteady.class);
        assertInconclusive(written(), "the baseline never became steady");
    }

    @Test
    void trouble() throws IOException {
        drill.events.add(new TimelineEvent.Trouble(40 * SECOND, "us-west", "a broker died"));
        assertInconclusive(written(), "us-west: a broker died");
    }

    @Test
    void anUnfinishedDrain() throws IOException {
        drill.replace(
                TimelineEvent.DrainFinished.class,
                new TimelineEvent.DrainFinished(65 * SECOND, false, Map.of("billing", 12L)));
        assertInconclusive(written(), "billing 12");
    }

    @Test
    void aRegionThatWasNotScannedTurnsLossesIntoRanges() throws IOException {
        drill.scanWest = false;
        drill.replace(
                TimelineEvent.ScanFinished.class,
                new TimelineEvent.ScanFinished(66 * SECOND, "us-east", true, ""),
                new TimelineEvent.ScanFinished(66 * SECOND, "us-west", false, "it did not answer"));
        Result result = written();
        assertInconclusive(result, "it did not answer");
        assertThat(result.rpo().records()).isZero();
        assertThat(result.rpo().mayRecords()).isEqualTo(500);
        assertThat(result.rpo().finalRecords() + result.rpo().finalMayRecords()).isZero();
        assertThat(result.objectives().get(0).measured()).isEqualTo("[0 .. 500]");
        assertThat(result.objectives().get(0).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.anomalies().get("R1").count()).isNull();
    }

    @Test
    void anUnknownSendIsOpenWhereARegionWasNotScanned() throws IOException {
        SyntheticRecord record = drill.at(100);
        record.outcome = Sends.UNKNOWN;
        record.copies.clear();
        record.deliveries.clear();
        drill.scanEast = false;
        Result result = written();
        assertThat(result.sends().open()).isEqualTo(1);
        assertThat(result.rpo().mayRecords()).isEqualTo(1);
        assertThat(result.anomalies().get("P1").verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void whatIsLostForCertainIsAFailureWhateverElseMayBe() throws IOException {
        for (int k = 480; k <= SyntheticDrill.LAST_EAST; k++) {
            drill.at(k).notMirrored();
        }
        drill.at(100).outcome = Sends.UNKNOWN;
        drill.at(100).copies.clear();
        drill.at(100).deliveries.clear();
        drill.scanEast = false;
        Result result = written();
        assertThat(result.objectives().get(0).measured()).isEqualTo("[20 .. 21]");
        assertThat(result.objectives().get(0).verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void aFaultThatWasNeverLifted() throws IOException {
        drill.replace(TimelineEvent.FaultLifted.class);
        assertInconclusive(written(), "kill-region us-east was not lifted before the logs were read");
    }

    @Test
    void aFaultThatWasLeftInPlace() throws IOException {
        drill.replace(
                TimelineEvent.FaultLifted.class,
                new TimelineEvent.FaultLeft(50 * SECOND, "kill-region", "us-east", "nobody brought it back"));
        Result result = written();
        assertInconclusive(result, "kill-region us-east was left in place: nobody brought it back");
        assertThat(result.faults().get(0).lift()).isNull();
        assertThat(result.faults().get(0).left()).isEqualTo(new Result.Left(30_000, "nobody brought it back"));
    }

    @Test
    void aFaultThatDoesNotLastNeedsNoLift() throws IOException {
        drill.replace(TimelineEvent.FaultLifted.class);
        drill.asks("kill-region", "us-east", false);
        assertThat(written().troubles()).isEmpty();
    }

    @Test
    void aFaultThatWasLiftedAfterTheScan() throws IOException {
        drill.replace(
                TimelineEvent.FaultLifted.class,
                new TimelineEvent.FaultLifted(67 * SECOND, 67 * SECOND, "kill-region", "us-east", true, ""));
        assertInconclusive(written(), "kill-region us-east was not lifted before the logs were read");
    }

    @Test
    void aFaultThatWasNotLiftedCleanly() throws IOException {
        drill.replace(
                TimelineEvent.FaultLifted.class,
                new TimelineEvent.FaultLifted(
                        50 * SECOND, 50 * SECOND, "kill-region", "us-east", false, "broker 2 stayed away"));
        assertInconclusive(written(), "broker 2 stayed away");
    }

    private void liftedUnproved(TimelineEvent... later) {
        drill.replace(
                TimelineEvent.FaultLifted.class,
                new TimelineEvent.FaultLifted(
                        50 * SECOND,
                        49 * SECOND,
                        "kill-region",
                        "us-east",
                        true,
                        List.of("a wire"),
                        "another fault holds"));
        drill.events.addAll(List.of(later));
    }

    private static TimelineEvent.FaultProved proved(boolean clean, List<String> unproved, String note) {
        return new TimelineEvent.FaultProved(61 * SECOND, 50 * SECOND, "kill-region", "us-east", clean, unproved, note);
    }

    @Test
    void aLiftOfWhichNothingWasEverProvedHasNoTimeOfIt() throws IOException {
        liftedUnproved();
        assertThat(written().faults().get(0).lift())
                .isEqualTo(new Result.Lift(29_000, null, true, "another fault holds"));
    }

    @Test
    void aLiftThatIsProvedAtTheEndWasProvedThen() throws IOException {
        liftedUnproved(proved(true, List.of(), "the wire is answered"));
        Result result = written();
        assertThat(result.faults().get(0).lift())
                .isEqualTo(new Result.Lift(
                        29_000, 41_000.0, true, "another fault holds; at the end: the wire is answered"));
        assertThat(result.troubles()).isEmpty();
    }

    @Test
    void aLiftOfWhichTheEndCouldNotProveAllHasNoTimeOfItEither() throws IOException {
        liftedUnproved(proved(true, List.of("a wire"), "nobody watches"));
        assertThat(written().faults().get(0).lift())
                .isEqualTo(new Result.Lift(29_000, null, true, "another fault holds; at the end: nobody watches"));
    }

    @Test
    void aLiftThatTheEndFindsNotToBeWhole() throws IOException {
        liftedUnproved(proved(false, List.of(), "round trips are not what they were"));
        Result result = written();
        assertInconclusive(result, "kill-region us-east was not lifted cleanly: round trips are not what they were");
        assertThat(result.faults().get(0).lift().clean()).isFalse();
    }

    @Test
    void aProcessThatDidNotNoteItsStalls() throws IOException {
        drill.stalls.remove("worker-us-west-1");
        drill.objectives.add(new Objective("rto.service", new Objective.Limit.Time(Duration.ofSeconds(30))));
        Result result = written();
        assertInconclusive(result, "nothing says when the process worker-us-west-1 stood still");
        assertThat(result.objectives().get(1).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void aStallThatCannotBeRead() throws IOException {
        drill.stalls.get("harness").append("{\"nanos\":\"soon\"}\n");
        assertInconclusive(written(), "line 2 of harness-stalls.jsonl is no stall");
    }

    @Test
    void theHalfLineOfAKilledProcessIsNoDamage() throws IOException {
        drill.stalls.get("us-west-broker-1").append("{\"nanos\":31000000000,\"mil");
        assertThat(written().troubles()).isEmpty();
    }

    @Test
    void aMissingJournal() throws IOException {
        drill.write(folder.root());
        Files.delete(folder.journal("us-west", 1).resolve("00001.fdj.gz"));
        Result result = audit();
        assertThat(result.verdict()).isNotEqualTo(Verdict.PASS);
        assertThat(result.troubles()).anySatisfy(text -> assertThat(text).contains("us-west-1"));
        assertThat(result.anomalies().get("P3").count()).isNull();
    }

    @Test
    void aJournalCutByAKillIsNotDamage() throws IOException {
        drill.write(folder.root());
        cut(folder.journal("us-east", 1));
        assertThat(audit().troubles()).isEmpty();
        assertThat(audit().verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void aJournalCutWithoutAKillIsTrouble() throws IOException {
        drill.write(folder.root());
        cut(folder.journal("us-west", 1));
        assertInconclusive(audit(), "ended without closing its journal");
    }

    /** Writes the journal again as a killed worker leaves it. */
    private void cut(Path journal) throws IOException {
        String region = journal.getFileName().toString().replace("-1", "");
        Path closed = temp.resolve("closed-" + region);
        Files.move(journal, closed);
        io.firedrill.evidence.JournalWriter writer = new io.firedrill.evidence.JournalWriter(journal, region, 1);
        io.firedrill.evidence.JournalReader.read(closed, writer);
        org.awaitility.Awaitility.await().until(() -> Files.exists(journal.resolve("00002.fdj")));
        Manifest.write(folder, new Manifest.Origin("0.1.0", Map.of(), "host", "tester"));
    }

    @Test
    void aScenarioThatCannotBeReadStillGivesFigures() throws IOException {
        drill.write(folder.root());
        Result result = Auditor.audit(folder);
        assertInconclusive(result, "scenario.yaml cannot be read");
        assertThat(result.sends().ok()).isEqualTo(1140);
    }

    @Test
    void seededMutationsAreNeverAPassAndNeverAnException() throws IOException {
        drill.write(folder.root());
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder.root())) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        for (long seed = 1; seed <= 150; seed++) {
            Random random = new Random(seed);
            Path victim = files.get(random.nextInt(files.size()));
            byte[] whole = Files.readAllBytes(victim);
            Files.write(victim, mutated(whole, random));
            Result result = audit();
            boolean meaningless = victim.equals(folder.manifest()) && stillSays(victim, whole);
            if (!meaningless) {
                assertThat(result.verdict())
                        .as("seed %d, %s", seed, folder.root().relativize(victim))
                        .isNotEqualTo(Verdict.PASS);
            }
            ResultJson.text(result);
            Files.write(victim, whole);
        }
        assertThat(audit().verdict()).isEqualTo(Verdict.PASS);
    }

    /** A manifest protects the parts and not itself: a changed host name in it is noticed by nobody. */
    private boolean stillSays(Path manifest, byte[] whole) throws IOException {
        return Manifest.verify(folder).problems().isEmpty() && !Arrays.equals(Files.readAllBytes(manifest), whole);
    }

    private static byte[] mutated(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        switch (random.nextInt(4)) {
            case 0 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 2 -> {
                int from = random.nextInt(bytes.length);
                int length = Math.min(bytes.length - from, 1 + random.nextInt(200));
                byte[] noise = new byte[length];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, bytes, from, length);
            }
            default -> {
                List<String> lines =
                        new ArrayList<>(Arrays.asList(new String(bytes, StandardCharsets.ISO_8859_1).split("(?<=\n)")));
                lines.remove(random.nextInt(lines.size()));
                bytes = String.join("", lines).getBytes(StandardCharsets.ISO_8859_1);
            }
        }
        return bytes;
    }

    @Test
    void aCatalogueWhoseNumbersLeadNowhere() throws IOException {
        drill.write(folder.root());
        String timeline = Files.readString(folder.timeline());
        Files.writeString(
                folder.timeline(),
                timeline.replace(
                        "\"service\":\"order-service\",\"topic\":0", "\"service\":\"order-service\",\"topic\":-1"));
        assertInconclusive(audit(), "producer order-service-0 writes topic number -1, which it does not have");
        Files.writeString(folder.timeline(), timeline.replace("\"topics\":[0,1,2]", "\"topics\":[0,9,2]"));
        assertInconclusive(audit(), "group billing reads topic number 9, which it does not have");
    }

    @Test
    void aLoadThatWouldNeverHaveEnded() throws IOException {
        drill.replace(TimelineEvent.LoadStopped.class, new TimelineEvent.LoadStopped(Long.MAX_VALUE));
        Result result = written();
        assertInconclusive(result, "order-service-0 would have sent 25.0 records a second for");
        assertThat(result.objectives().get(0).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void aFigureOfDamagedEvidenceSaysSo() throws IOException {
        drill.write(folder.root());
        assertThat(audit().objectives().get(0).measured()).isEqualTo("0");
        Files.writeString(folder.scenario(), "# a comment\n", StandardOpenOption.APPEND);
        assertThat(audit().objectives().get(0).measured()).isEqualTo("0, of evidence that is not whole");
    }

    @Test
    void aJournalOfAnotherWorkerIsNoticedWhateverTheManifestSays() throws IOException {
        drill.write(folder.root());
        Files.move(folder.journals().resolve("us-east-1"), folder.journals().resolve("us-east-2"));
        Manifest.write(folder, new Manifest.Origin("0.1.0", Map.of(), "host", "tester"));
        Result result = audit();
        assertThat(result.verdict()).isNotEqualTo(Verdict.PASS);
        assertThat(result.troubles())
                .anySatisfy(text -> assertThat(text).contains("us-east-2 holds facts of worker 1, not of worker 2"));
        for (String invented : List.of("P2", "P3", "C1", "C2", "C4", "C5", "C6", "X2", "X3", "R7")) {
            assertThat(result.anomalies().get(invented).count()).as(invented).isNull();
        }
    }

    @Test
    void clocksThatGoBackToBeforeTheDrillAreTrouble() throws IOException {
        drill.at(700).endedAt = 5 * MILLI;
        drill.at(701).invoked = -3 * SECOND;

        Result result = written();

        assertInconclusive(result, "journal us-west-1 has a fact from 8.0 s before the drill began");
        assertThat(result.sends().ok()).isEqualTo(1140);
    }

    @Test
    void aRecordThatIsSentTwiceUnderOneIdIsTrouble() throws IOException {
        SyntheticRecord one = drill.at(100);
        SyntheticRecord twin = new SyntheticRecord(one.region, one.sequence, one.key, one.partition, one.intended);
        twin.invoked = one.invoked;
        twin.ackOffset = one.ackOffset;
        twin.endedAt = one.endedAt;
        drill.records.add(twin);
        assertInconclusive(written(), "claim an id that is taken");
    }

    @Test
    void aRecordThatAnotherSessionClaimsAsWellIsAConflictOfItsOffset() throws IOException {
        SyntheticRecord one = drill.at(100);
        SyntheticRecord twin = new SyntheticRecord(one.region, one.sequence, one.key, one.partition, one.intended);
        twin.session = 2;
        twin.invoked = one.invoked;
        twin.ackOffset = one.ackOffset;
        twin.endedAt = one.endedAt;
        drill.records.add(twin);

        Result result = written();

        assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(result.anomalies().get("P5").count()).isEqualTo(1);
    }

    @Test
    void aRecordWhoseSessionTheLogContradictsIsLostAndAPhantom() throws IOException {
        drill.at(100).sessionInLogs = 2;

        Result result = written();

        assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(result.anomalies().get("P1").count()).isEqualTo(1);
        assertThat(result.anomalies().get("P3").count()).isPositive();
    }
}
