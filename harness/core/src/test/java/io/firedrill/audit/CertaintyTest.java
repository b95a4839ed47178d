package io.firedrill.audit;

import static io.firedrill.audit.SyntheticDrill.EAST;
import static io.firedrill.audit.SyntheticDrill.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.Result.ObjectiveResult;
import io.firedrill.audit.Result.Verdict;
import io.firedrill.audit.SyntheticRecord.Delivery;
import io.firedrill.evidence.FaultReceipt;
import io.firedrill.evidence.Manifest;
import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.evidence.TimelineReader;
import io.firedrill.scenario.Objective;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A figure fails only when it is certain to be over its limit: what lost evidence may have made larger is INCONCLUSIVE, what it can only
 * have made smaller fails as ever.
 */
class CertaintyTest {

    @TempDir
    Path temp;

    private final SyntheticDrill drill = new SyntheticDrill();
    private RunFolder folder;
    private int runs;

    private void objective(String name, Objective.Limit limit) {
        drill.objectives.add(new Objective(name, limit));
    }

    private void written() throws IOException {
        folder = drill.write(temp.resolve("run-" + runs++));
    }

    private Result audit() {
        return Auditor.audit(folder, drill.scenario());
    }

    /** The manifest is that of the folder without it: nothing but the timeline says that it was ever there. */
    private Result withoutJournal(String region) throws IOException {
        written();
        try (Stream<Path> files = Files.walk(folder.journal(region, 1))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        Manifest.write(folder, new Manifest.Origin("0.1.0", Map.of(), "host", "tester"));
        return audit();
    }

    private static ObjectiveResult of(Result result, String name) {
        return result.objectives().stream()
                .filter(objective -> objective.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void assertUncertain(ObjectiveResult objective, String why) {
        assertThat(objective.verdict()).as(objective.name()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(objective.reason()).as(objective.name()).contains(why);
    }

    @Test
    void whatAnUnfinishedDrainLeftUnreadIsNotUnseen() throws IOException {
        drill.replace(
                TimelineEvent.DrainFinished.class,
                new TimelineEvent.DrainFinished(65 * SECOND, false, Map.of("billing", 12L)));
        for (int k = SyntheticDrill.SLOTS - 12; k < SyntheticDrill.SLOTS; k++) {
            drill.at(k).notDelivered();
        }
        written();
        Result result = audit();
        assertThat(result.anomalies().get("C1").count()).isNull();
        assertThat(result.anomalies().get("C1").reason()).contains("the drain did not finish");
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void whatADrainThatNeverEndedLeftUnreadIsNotUnseen() throws IOException {
        drill.replace(TimelineEvent.DrainFinished.class);
        drill.at(SyntheticDrill.SLOTS - 1).notDelivered();
        written();
        assertThat(audit().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void whetherSomethingWaitsInALogThatNobodyReadIsNotKnown() throws IOException {
        objective("rto.full", new Objective.Limit.Time(Duration.ofSeconds(20)));
        drill.at(700).notDelivered();
        written();
        assertThat(of(audit(), "rto.full").verdict()).isEqualTo(Verdict.FAIL);
        drill.scanWest = false;
        drill.notScannedWhole(SyntheticDrill.WEST);
        written();
        ObjectiveResult full = of(audit(), "rto.full");
        assertThat(full.measured()).startsWith("> ");
        assertUncertain(full, "not every log was scanned whole");
    }

    @Test
    void aLostJournalLooksLikeAnOutageAndIsNone() throws IOException {
        objective("rto.service", new Objective.Limit.Time(Duration.ofSeconds(10)));
        objective("rto.write", new Objective.Limit.Time(Duration.ofSeconds(10)));
        objective("conflict.writes", new Objective.Limit.Count(0));
        Result result = withoutJournal("us-west");
        assertThat(result.rto().recovered()).isFalse();
        String why = "a worker's journal is damaged or missing";
        assertUncertain(of(result, "rto.service"), why);
        assertUncertain(of(result, "rto.write"), why);
        assertUncertain(of(result, "to-west.recovered"), why);
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void aJournalThatWasCutThoughNobodyWasKilledMakesNoOutageEither() throws IOException {
        objective("rto.service", new Objective.Limit.Time(Duration.ofMillis(4000)));
        written();
        Path journal = folder.journal("us-west", 1).resolve("00001.fdj.gz");
        Files.write(journal, new byte[] {0}, StandardOpenOption.APPEND);
        assertUncertain(of(audit(), "rto.service"), "is more than the limit");
    }

    @Test
    void aServiceThatIsDeployedNowhereElseStaysDownWhateverAJournalSays() throws IOException {
        drill.billingIn = List.of("us-east");
        objective("rto.service", new Objective.Limit.Time(Duration.ofSeconds(10)));
        Result result = withoutJournal("us-west");
        assertThat(of(result, "to-west.recovered").verdict()).isEqualTo(Verdict.FAIL);
        assertThat(of(result, "rto.service").verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void lossesThatScansShowAreLostWhateverAJournalSays() throws IOException {
        for (int k = 480; k <= SyntheticDrill.LAST_EAST; k++) {
            drill.at(k).notMirrored();
        }
        objective("rpo.records", new Objective.Limit.Count(10));
        objective("rpo.time", new Objective.Limit.Time(Duration.ofMillis(100)));
        Result result = withoutJournal("us-west");
        assertThat(of(result, "rpo.records").verdict()).isEqualTo(Verdict.FAIL);
        assertUncertain(of(result, "rpo.time"), "a worker's journal is damaged or missing");
    }

    @Test
    void lossesAreNotCertainWhereALostJournalMaySayThatTheyWereWithdrawn() throws IOException {
        for (int k = 480; k <= SyntheticDrill.LAST_EAST; k++) {
            drill.at(k).notMirrored();
        }
        drill.transactions.add(new SyntheticDrill.Grouped(0, 2, SyntheticDrill.End.COMMITTED));
        objective("rpo.records", new Objective.Limit.Count(10));
        Result result = withoutJournal("us-west");
        assertUncertain(of(result, "rpo.records"), "a worker's journal is damaged or missing");
        for (String anomaly : List.of("P1", "P2", "R1", "R2", "R8", "X1")) {
            assertThat(result.anomalies().get(anomaly).count()).as(anomaly).isNull();
        }
    }

    @Test
    void lossesAreNotCertainWhereOnlyALostJournalMaySayWhatTheTargetHeld() throws IOException {
        for (int k = 480; k <= SyntheticDrill.LAST_EAST; k++) {
            drill.at(k).notMirrored();
        }
        drill.asks("truncate-topic", "us-west us-east.orders", true);
        drill.events.add(truncated("us-west us-east.orders"));
        objective("rpo.records", new Objective.Limit.Count(10));
        Result result = withoutJournal("us-west");
        assertThat(of(result, "rpo.records").measured()).startsWith("20");
        assertUncertain(of(result, "rpo.records"), "a worker's journal is damaged or missing");
    }

    @Test
    void whatAFaultMadeTheRegionLeftBehindLoseMakesNoLossUncertain() throws IOException {
        for (int k = 480; k <= SyntheticDrill.LAST_EAST; k++) {
            drill.at(k).notMirrored();
        }
        drill.asks("truncate-topic", "us-east us-west.orders", true);
        drill.events.add(truncated("us-east us-west.orders"));
        objective("rpo.records", new Objective.Limit.Count(10));
        assertThat(of(withoutJournal("us-west"), "rpo.records").verdict()).isEqualTo(Verdict.FAIL);
    }

    /** Before the failover snapshot, so that it says nothing of what came later. */
    private static TimelineEvent.FaultApplied truncated(String target) {
        long at = 25 * SECOND;
        return new TimelineEvent.FaultApplied(
                at,
                new FaultReceipt(
                        "truncate-topic", target, "", "deleteRecords", at - 2, at - 1, List.of(), true, at - 2, at, ""),
                "");
    }

    @Test
    void rowsOfALostJournalsRecordsAreNotRowsWithoutEvents() throws IOException {
        drill.keepStore();
        Result result = withoutJournal("us-east");
        assertThat(result.anomalies().get("X6").count()).isNull();
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void aTimeIsNotCertainlyTooLongWhereNobodySaysWhoStoodStill() throws IOException {
        drill.stalls.remove("worker-us-west-1");
        objective("rto.service", new Objective.Limit.Time(Duration.ofMillis(4000)));
        written();
        assertUncertain(of(audit(), "rto.service"), "nothing says when every process of ours stood still");
    }

    @Test
    void aTimelineThatIsNotWholeFailsNobody() throws IOException {
        objective("split-brain.writes", new Objective.Limit.Count(0));
        written();
        assertThat(audit().verdict()).isEqualTo(Verdict.PASS);
        // Without the line that gave us-west the keys all its writes look like those of a split brain.
        String timeline = Files.readString(folder.timeline());
        int handedOver = timeline.lastIndexOf("ownership-declared");
        Files.writeString(
                folder.timeline(), timeline.substring(0, handedOver) + "\"" + timeline.substring(handedOver + 1));
        Result result = audit();
        assertThat(result.splitBrain().writes()).isPositive();
        assertUncertain(of(result, "split-brain.writes"), "timeline.jsonl");
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void whatIsBeyondALimitIsListedAlsoWhenItIsNobodysFailure() throws IOException {
        drill.at(100).notMirrored();
        drill.events.add(new TimelineEvent.Trouble(
                31 * SECOND, TimelineEvent.Trouble.PROXY_SERVER, "it has not answered for 5100 ms"));
        written();
        assertUncertain(of(audit(), "anomalies.R2"), "; but toxiproxy: it has not answered");
    }

    @Test
    void aWatchThatCanNoteNothingMakesTimesUncertainAndLossesNot() throws IOException {
        drill.at(100).notMirrored();
        drill.events.add(new TimelineEvent.Trouble(
                31 * SECOND, TimelineEvent.Trouble.PROXY_WATCH, "nothing says any more when it does not answer"));
        objective("rto.service", new Objective.Limit.Time(Duration.ofMillis(4000)));
        written();
        Result result = audit();
        assertUncertain(of(result, "rto.service"), "nothing says when every process of ours stood still");
        assertThat(of(result, "anomalies.R2").verdict()).isEqualTo(Verdict.FAIL);
    }

    /** The first so many records of us-east come to the group a second time. */
    private void redelivered(int count) {
        for (int k = 0; k < count; k++) {
            SyntheticRecord record = drill.at(k);
            Delivery first = record.deliveries.get(0);
            drill.starts.add(new SyntheticDrill.Start(
                    EAST, first.topic(), first.partition(), first.offset(), first.at() + SyntheticDrill.MILLI));
            record.deliveries.add(new Delivery(
                    EAST, first.topic(), first.partition(), first.offset(), first.at() + 2 * SyntheticDrill.MILLI));
        }
    }

    @Test
    void aShareOfWhatALostJournalLeftOverIsNotCertainlyTooLarge() throws IOException {
        redelivered(5);
        objective("duplicates.delivered", new Objective.Limit.Ratio(0.008));
        written();
        assertThat(of(audit(), "duplicates.delivered").verdict()).isEqualTo(Verdict.PASS);
        Result result = withoutJournal("us-west");
        assertUncertain(of(result, "duplicates.delivered"), "a worker's journal is damaged or missing");
        assertThat(result.anomalies().get("C3").verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void aShareOfWhatOneRegionsLogsHeldIsNotCertainlyTooLarge() throws IOException {
        drill.idempotent = false;
        new Planting(drill, new Random(1)).plant(Planting.Kind.P4_EAST, 5);
        objective("duplicates.log", new Objective.Limit.Ratio(0.008));
        written();
        assertThat(of(audit(), "duplicates.log").verdict()).isEqualTo(Verdict.PASS);
        assertThat(audit().anomalies().get("P4").verdict()).isEqualTo(Verdict.PASS);
        drill.scanWest = false;
        written();
        Result result = audit();
        assertUncertain(of(result, "duplicates.log"), "not every region's logs were scanned whole");
        assertUncertain(of(result, "anomalies.P4"), "not every region's logs were scanned whole");
        assertThat(result.anomalies().get("P4").verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    /** Puts one journal in the place of another. */
    private static void copied(Path from, Path to) throws IOException {
        try (Stream<Path> segments = Files.list(from)) {
            for (Path segment : segments.toList()) {
                Files.copy(segment, to.resolve(segment.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    @Test
    void aJournalThatSomebodyWroteAnewBlamesNobody() throws IOException {
        objective("anomalies.C3", new Objective.Limit.Count(0));
        written();
        RunFolder whole = folder;
        redelivered(5);
        written();
        assertThat(of(audit(), "anomalies.C3").verdict()).isEqualTo(Verdict.FAIL);
        copied(folder.journal("us-east", 1), whole.journal("us-east", 1));
        folder = whole;
        Result result = audit();
        assertUncertain(
                of(result, "anomalies.C3"), "journal us-east-1 is sound by its own checksums and is not the one");
        assertThat(of(result, "anomalies.C3").measured()).isEqualTo("5, of evidence that is not whole");
    }

    @Test
    void aScanOfAnotherRegionShowsNothingOfThisOne() throws IOException {
        objective("rpo.records", new Objective.Limit.Count(10));
        written();
        copied(folder.scans().resolve("us-east"), folder.scans().resolve("us-west"));
        Manifest.write(folder, new Manifest.Origin("0.1.0", Map.of(), "host", "tester"));
        Result result = audit();
        assertThat(result.troubles()).contains("scan us-west holds facts of us-east, not of us-west");
        assertThat(result.rpo().records()).isZero();
        assertThat(result.rpo().mayRecords()).isEqualTo(500);
        assertThat(of(result, "rpo.records").verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.anomalies().get("R1").count()).isNull();
    }

    @Test
    void whatAJournalUnderAnotherNameSaysOfItsRegionBlamesNobody() throws IOException {
        objective("split-brain.writes", new Objective.Limit.Count(0));
        written();
        copied(folder.journal("us-west", 1), folder.journal("us-east", 1));
        Manifest.write(folder, new Manifest.Origin("0.1.0", Map.of(), "host", "tester"));
        Result result = audit();
        assertThat(result.splitBrain().writes()).isPositive();
        assertUncertain(of(result, "split-brain.writes"), "journal us-east-1 holds facts of us-west, not of us-east");
    }

    @Test
    void aShareOfNothingAllowsNothingWhereSomethingWasDelivered() throws IOException {
        new Planting(drill, new Random(1)).plant(Planting.Kind.R7_OVERSHOOT, 5);
        objective("duplicates.delivered", new Objective.Limit.Ratio(0));
        written();
        Result.Anomaly found = audit().anomalies().get("R7");
        assertThat(found.count()).isEqualTo(5);
        assertThat(found.limit()).isZero();
        assertThat(found.verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void theSecondTransitionDoesNotAnswerForTheFirst() throws IOException {
        written();
        Result.Transition one = audit().transitions().get(0);
        Result.Transition another = new Result.Transition(
                "to-east",
                one.kind(),
                one.to(),
                one.from(),
                false,
                one.points(),
                one.phases(),
                one.rto(),
                one.rpo(),
                one.services());
        Story story = Story.of(TimelineReader.read(folder.timeline()), drill.scenario());
        assertThat(measures(another).first(story)).isEmpty();
        assertThat(measures(one).first(story)).contains(one);
    }

    private static Measures measures(Result.Transition transition) {
        return new Measures(
                List.of(transition),
                Map.of(),
                Optional.empty(),
                null,
                null,
                new Anomalies.Counted(Map.of(), Map.of(), Map.of()));
    }

    @Test
    void aScanThatDidNotReachItsEndIsNoneWhateverAnotherRegionsDid() throws IOException {
        drill.replace(
                TimelineEvent.ScanFinished.class,
                new TimelineEvent.ScanFinished(66 * SyntheticDrill.SECOND, "us-east", false, "a broker was gone"),
                new TimelineEvent.ScanFinished(66 * SyntheticDrill.SECOND, "us-west", true, ""));
        Result result = drill.audit(temp.resolve("run"));
        assertThat(result.anomalies().get("P6").count()).isNull();
        assertThat(result.troubles()).contains("the logs of us-east were not scanned whole: a broker was gone");
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }
}
