package io.firedrill.audit;

import static io.firedrill.audit.SyntheticDrill.MILLI;
import static io.firedrill.audit.SyntheticDrill.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.Result.Verdict;
import io.firedrill.evidence.FaultReceipt;
import io.firedrill.evidence.Manifest;
import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.evidence.TimelineEvent.DrainFinished;
import io.firedrill.evidence.TimelineEvent.DrillEnded;
import io.firedrill.evidence.TimelineEvent.FaultApplied;
import io.firedrill.evidence.TimelineEvent.FaultLifted;
import io.firedrill.evidence.TimelineEvent.MetadataNoted;
import io.firedrill.evidence.TimelineEvent.ScanFinished;
import io.firedrill.evidence.TimelineEvent.WorkerEnded;
import io.firedrill.scenario.Objective;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a drill's evidence lacks is said in a sentence, and makes the drill INCONCLUSIVE. What it does not lack is not said. */
class EvidenceCheckTest {

    @TempDir
    Path temp;

    private final SyntheticDrill drill = new SyntheticDrill();
    private int runs;

    private RunFolder written() throws IOException {
        return drill.write(temp.resolve("run-" + runs++));
    }

    private List<String> troubles() throws IOException {
        Result result = Auditor.audit(written(), drill.scenario());
        assertThat(result.verdict() == Verdict.PASS).isEqualTo(result.troubles().isEmpty());
        return result.troubles();
    }

    @Test
    void aDrillMustGoThroughAllItsStages() throws IOException {
        drill.replace(TimelineEvent.LoadStarted.class);
        assertThat(troubles()).contains("the load never started");
        SyntheticDrill another = new SyntheticDrill();
        another.replace(TimelineEvent.LoadStopped.class);
        assertThat(another.audit(temp.resolve("stopped")).troubles())
                .containsExactly("the timeline does not say when the load stopped");
    }

    @Test
    void aBaselineThatNeverBecameSteadyIsTheOnlyThingThatIsSaidOfIt() throws IOException {
        drill.replace(TimelineEvent.BaselineSteady.class);
        assertThat(troubles()).containsExactly("the baseline never became steady");
    }

    @Test
    void aHarnessThatWasKilledIsToldFromADrillThatWasEnded() throws IOException {
        drill.replace(DrillEnded.class, new DrillEnded(70 * SECOND, "interrupted"));
        assertThat(troubles()).containsExactly("the drill was interrupted");
        drill.replace(DrillEnded.class);
        assertThat(troubles()).containsExactly("the drill did not end in order: its harness was killed or lost");
    }

    @Test
    void whatADrainLeftIsNamedByGroup() throws IOException {
        drill.replace(DrainFinished.class, new DrainFinished(65 * SECOND, false, Map.of("stock", 3L, "billing", 12L)));
        assertThat(troubles()).contains("the drain did not finish within its time; left: billing 12, stock 3");
        drill.replace(DrainFinished.class, new DrainFinished(65 * SECOND, false, Map.of()));
        assertThat(troubles()).contains("the drain did not finish within its time");
        drill.replace(DrainFinished.class);
        assertThat(troubles()).contains("the drain never ended, so nobody knows what consumers would still have read");
    }

    private void fault(boolean observed, long effectFrom, long effectTo) {
        drill.replace(
                FaultApplied.class,
                new FaultApplied(
                        30_100 * MILLI,
                        new FaultReceipt(
                                "kill-region",
                                "us-east",
                                "",
                                "SIGKILL",
                                30 * SECOND,
                                30_020 * MILLI,
                                List.of(),
                                observed,
                                effectFrom,
                                effectTo,
                                "the canary kept answering"),
                        "to-west"));
    }

    @Test
    void aFaultHasAnEffectThatEndsNoEarlierThanItBegins() throws IOException {
        fault(false, 0, 0);
        assertThat(troubles()).contains("kill-region us-east: no effect was observed: the canary kept answering");
        fault(true, 30_050 * MILLI, 30_050 * MILLI);
        assertThat(troubles()).isEmpty();
        fault(true, 30_050 * MILLI, 30_050 * MILLI - 1);
        assertThat(troubles()).contains("kill-region us-east: its effect ends before it begins");
    }

    @Test
    void anEffectThatEndsBeforeItBeginsIsNoT0ThatAnyFigureCanRestOn() throws IOException {
        drill.objectives.add(new Objective("rto.service", new Objective.Limit.Time(Duration.ofMillis(1))));
        drill.objectives.add(new Objective("rpo.time", new Objective.Limit.Time(Duration.ofHours(1))));
        fault(true, 20 * SECOND, 20 * SECOND - 1);
        Result result = Auditor.audit(written(), drill.scenario());
        assertThat(result.objectives())
                .extracting(Result.ObjectiveResult::verdict)
                .containsOnly(Verdict.INCONCLUSIVE);
        assertThat(result.objectives())
                .extracting(Result.ObjectiveResult::measured)
                .allSatisfy(measured -> assertThat(measured).endsWith(FigureCheck.DAMAGED));
    }

    @Test
    void whatWasTakenBackWasApplied() throws IOException {
        drill.replace(FaultApplied.class);
        Result result = Auditor.audit(written(), drill.scenario());
        assertThat(result.troubles())
                .contains("kill-region us-east was taken back, and the timeline does not say that it was applied");
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        // One that could not be applied ends the drill.
        drill.replace(DrillEnded.class, new DrillEnded(70 * SECOND, "aborted"));
        assertThat(troubles()).containsExactly("the drill was aborted");
    }

    @Test
    void anotherFaultOrALaterOneIsNotTheOneThatWasTakenBack() throws IOException {
        String sentence = " was taken back, and the timeline does not say that it was applied";
        lifted(30_100 * MILLI, true);
        assertThat(troubles()).isEmpty();
        lifted(30_100 * MILLI - 1, true);
        assertThat(troubles()).contains("kill-region us-east" + sentence);
        drill.replace(FaultLifted.class, new FaultLifted(50 * SECOND, 0, "kill-region", "us-west", true, ""));
        assertThat(troubles()).contains("kill-region us-west" + sentence);
        drill.replace(FaultLifted.class, new FaultLifted(50 * SECOND, 0, "stop-region", "us-east", true, ""));
        assertThat(troubles()).contains("stop-region us-east" + sentence);
    }

    private void lifted(long at, boolean clean) {
        drill.replace(FaultLifted.class, new FaultLifted(at, at, "kill-region", "us-east", clean, "broker 2 is away"));
    }

    @Test
    void aFaultIsTakenBackBeforeLogsAreRead() throws IOException {
        lifted(66 * SECOND, true);
        assertThat(troubles()).isEmpty();
        lifted(66 * SECOND + 1, true);
        assertThat(troubles())
                .containsExactly(
                        "kill-region us-east was not lifted before the logs were read, so they don't show what is"
                                + " there after healing");
        lifted(50 * SECOND, false);
        assertThat(troubles()).containsExactly("kill-region us-east was not lifted cleanly: broker 2 is away");
    }

    @Test
    void whereNothingWasReadAnyLiftCameInTime() throws IOException {
        drill.replace(ScanFinished.class);
        lifted(69 * SECOND, true);
        assertThat(troubles()).noneMatch(text -> text.contains("lifted"));
    }

    @Test
    void everyFactIsOfTheDrillFromItsFirstMomentToItsLast() throws IOException {
        drill.at(0).invoked = 5 * SECOND;
        drill.at(1200).endedAt = 70 * SECOND;
        assertThat(Auditor.audit(written(), drill.scenario()).troubles()).isEmpty();
        drill.at(0).invoked = 4 * SECOND;
        assertThat(troubles())
                .containsExactly(
                        "journal us-east-1 has a fact from 1.0 s before the drill began: its times are not of the"
                                + " clock of the timeline, or it is of more than the drill, and nothing can be judged by them");
        drill.at(0).invoked = 10 * SECOND;
        drill.at(1200).endedAt = 72 * SECOND;
        assertThat(troubles())
                .containsExactly(
                        "journal us-west-1 has a fact from 2.0 s after the drill ended: its times are not of the"
                                + " clock of the timeline, or it is of more than the drill, and nothing can be judged by them");
    }

    @Test
    void logsAreReadAfterTheLoadAndBeforeTheEnd() throws IOException {
        for (long at : new long[] {60 * SECOND, 70 * SECOND}) {
            drill.scannedAt = at;
            assertThat(Auditor.audit(written(), drill.scenario()).troubles()).isEmpty();
        }
        drill.scannedAt = 59 * SECOND;
        String why = ": it need not show what the logs held at the end";
        assertThat(troubles())
                .containsExactly(
                        "scan us-east has a time from 1.0 s before the load stopped" + why,
                        "scan us-west has a time from 1.0 s before the load stopped" + why);
        drill.scannedAt = 71 * SECOND;
        assertThat(troubles())
                .containsExactly(
                        "scan us-east has a time from 1.0 s after the drill ended" + why,
                        "scan us-west has a time from 1.0 s after the drill ended" + why);
    }

    @Test
    void ofADrillWhoseHarnessWasLostNobodyKnowsWhenItEnded() throws IOException {
        drill.replace(DrillEnded.class);
        drill.at(1200).endedAt = 72 * SECOND;
        assertThat(troubles()).containsExactly("the drill did not end in order: its harness was killed or lost");
    }

    @Test
    void aWorkerThatEndedAlthoughNothingCalledForItIsTrouble() throws IOException {
        drill.events.add(new WorkerEnded(40 * SECOND, "us-west", 1, false));
        assertThat(troubles()).containsExactly("worker us-west-1 ended unexpectedly");
    }

    @Test
    void everyWorkerLeavesItsJournalAndNoJournalIsNobodys() throws IOException {
        RunFolder folder = written();
        Files.move(folder.journal("us-west", 1), folder.journal("us-west", 2));
        Manifest.write(folder, new Manifest.Origin("0.1.0", Map.of(), "host", "tester"));
        assertThat(Auditor.audit(folder, drill.scenario()).troubles())
                .contains("the journal of worker us-west-1 is missing")
                .contains("journal us-west-2 belongs to no worker of the timeline");
    }

    @Test
    void aRegionWithoutALookAtItsLogsSaysWhy() throws IOException {
        String unread = "the logs of us-east were not scanned whole: ";
        drill.replace(
                ScanFinished.class,
                new ScanFinished(66 * SECOND, "us-east", false, "a broker was away"),
                new ScanFinished(66 * SECOND, "us-west", true, ""));
        assertThat(troubles()).contains(unread + "a broker was away");
        drill.replace(ScanFinished.class, new ScanFinished(66 * SECOND, "us-west", true, ""));
        assertThat(troubles()).contains(unread + "no scan was made");
        drill.replace(
                ScanFinished.class,
                new ScanFinished(66 * SECOND, "us-east", false, "a broker was away"),
                new ScanFinished(67 * SECOND, "us-east", true, ""),
                new ScanFinished(66 * SECOND, "us-west", true, ""));
        drill.scanEast = false;
        // The last that was tried.
        assertThat(troubles()).contains(unread + "its record is not whole");
    }

    @Test
    void aPartitionThatTookRecordsAndWasNotScannedIsNamed() throws IOException {
        drill.unread.add(3);
        assertThat(troubles()).containsExactly("us-east orders/3 took records but was not scanned");
        for (SyntheticRecord record : drill.records) {
            if (record.region == SyntheticDrill.EAST && record.partition == 3) {
                record.notInNativeLog();
            }
        }
        assertThat(Auditor.audit(written(), drill.scenario()).troubles())
                .containsExactly("us-east orders/3 took records but was not scanned");
    }

    @Test
    void partitionsOfARegionThatWasNotScannedAreNotNamedOneByOne() throws IOException {
        drill.scanEast = false;
        assertThat(troubles()).noneMatch(text -> text.contains("took records"));
    }

    private void noted(String region, String topic, String id) {
        drill.events.add(new MetadataNoted(
                40 * SECOND,
                39 * SECOND,
                region,
                Map.of(topic, new MetadataNoted.Topic(4, Map.of(), id)),
                List.of(),
                List.of()));
    }

    @Test
    void aTopicOfAnotherIdThanBeforeWasMadeAgain() throws IOException {
        drill.ordersId = java.util.Optional.of(new UUID(0x0102030405060708L, 0x1112131415161718L));
        noted("us-east", "orders", "AQIDBAUGBwgREhMUFRYXGA");
        assertThat(troubles()).isEmpty();
        noted("us-east", "orders", "another");
        String made =
                "topic orders of us-east was made again after 20000.0 ms, as its id says, and nothing says when: what"
                        + " was lost with the old one can't be told";
        assertThat(troubles()).containsExactly(made);
        drill.events.add(new TimelineEvent.TopicRecreated(39 * SECOND - 1, "us-east", "orders"));
        assertThat(Auditor.audit(written(), drill.scenario()).troubles()).contains(made);
        drill.events.add(new TimelineEvent.TopicRecreated(39 * SECOND, "us-east", "orders"));
        assertThat(Auditor.audit(written(), drill.scenario()).troubles()).doesNotContain(made);
    }

    @Test
    void anIdThatOneOfTwoLooksDidNotNoteSaysNothing() throws IOException {
        noted("us-east", "orders", "another");
        assertThat(troubles()).isEmpty();
        drill.ordersId = java.util.Optional.of(new UUID(1, 2));
        drill.replace(MetadataNoted.class);
        noted("us-east", "orders", "");
        noted("us-west", "orders", "another");
        noted("us-south", "orders", "another");
        noted("us-east", "invoices", "another");
        assertThat(troubles()).noneMatch(text -> text.startsWith("topic "));
    }

    @Test
    void withoutASnapshotTheRpoOfATransitionCannotBeTold() throws IOException {
        drill.replace(TimelineEvent.SnapshotTaken.class);
        assertThat(troubles()).contains("to-west: no failover snapshot was taken, so its RPO cannot be told");
    }

    @Test
    void keysThatNobodyEverOwnedAreTrouble() throws IOException {
        drill.replace(TimelineEvent.OwnershipDeclared.class);
        assertThat(troubles()).contains("ownership of the keys was never declared");
    }

    @Test
    void aFalseFailoverWhileSomethingOfOursStoodStillMayBeOurOwnDoing() throws IOException {
        drill.noFault();
        drill.stall("harness", 30_500, 300, 0);
        assertThat(troubles())
                .contains(
                        "to-west: our own processes stood still for 300 ms while the detector looked at us-east, so this"
                                + " failover and what followed from it may be our own doing");
    }

    @Test
    void aTransitionToARegionThatTheCatalogueDoesNotHaveIsTrouble() throws IOException {
        RunFolder folder = written();
        String timeline = Files.readString(folder.timeline());
        String regions = "\"regions\":[\"us-east\",\"us-west\"]";
        assertThat(timeline).contains(regions);
        String trouble = "to-west names a region that the catalogue does not have";
        for (String others : List.of("[\"us-east\",\"us-south\"]", "[\"us-south\",\"us-west\"]")) {
            Files.writeString(folder.timeline(), timeline.replace(regions, "\"regions\":" + others));
            assertThat(Auditor.audit(folder, drill.scenario()).troubles()).contains(trouble);
        }
        Files.writeString(folder.timeline(), timeline.replace(regions, "\"regions\":[\"us-west\",\"us-east\"]"));
        assertThat(Auditor.audit(folder, drill.scenario()).troubles()).doesNotContain(trouble);
    }
}
