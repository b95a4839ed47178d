package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.TimelineEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordTraceTest {

    @TempDir
    Path temp;

    private final SyntheticDrill drill = new SyntheticDrill();
    private RunFolder folder;

    @BeforeEach
    void folder() {
        folder = new RunFolder(temp.resolve("run"));
    }

    private static List<String> lines(RecordTrace trace) {
        return trace.moments().stream()
                .map(moment -> moment.baselineMillis() + " " + moment.t0Millis() + " " + moment.what() + " "
                        + moment.where() + (moment.note().isEmpty() ? "" : ", " + moment.note()))
                .toList();
    }

    @Test
    void theLifeOfARecordIsToldWithTimesFromTheBaselineAndFromT0() throws Exception {
        drill.write(folder.root());

        List<RecordTrace> traces = RecordTrace.of(folder, drill.scenario(), "0.0.1.300");

        // Slot 300 is 12 s after the load began, 2 s after the baseline was steady, 8 s before T0.
        assertThat(traces).singleElement().satisfies(trace -> {
            assertThat(trace.name()).isEqualTo("us-east/order-service-0/1/300");
            assertThat(trace.id()).isEqualTo("0.0.1.300");
            assertThat(trace.transition()).isEqualTo("to-west");
            assertThat(lines(trace))
                    .containsExactly(
                            "2000.0 -8000.0 intended us-east orders",
                            "2000.1 -7999.9 sent us-east orders, 560 bytes, key 0000000000000014",
                            "2005.0 -7995.0 acknowledged us-east orders/0@75",
                            "2008.0 -7992.0 delivered us-east orders/0@75, to billing, member 0",
                            "9990.0 -10.0 committed us-east orders/0@125, by billing",
                            "null null in the log us-east orders/0@75, digest 0000012c",
                            "null null copied us-west us-east.orders/0@75, digest 0000012c; there at the snapshot of"
                                    + " to-west, 13.850 s after the baseline was steady");
        });
    }

    @Test
    void aRecordIsFoundBySpellingOfResultsAndByItsPlace() throws Exception {
        drill.write(folder.root());

        assertThat(RecordTrace.of(folder, "us-east/order-service-0/1/300"))
                .isEqualTo(RecordTrace.of(folder, "0.0.1.300"))
                .isEqualTo(RecordTrace.of(folder, "us-east orders/0@75"))
                .isEqualTo(RecordTrace.of(folder, "us-west us-east.orders/0@75"));
    }

    @Test
    void whereARecordIsNotIsToldAsWell() throws Exception {
        drill.at(300).notMirrored();
        drill.write(folder.root());

        assertThat(lines(RecordTrace.of(folder, drill.scenario(), "0.0.1.300").get(0)))
                .endsWith(
                        "null null in the log us-east orders/0@75, digest 0000012c",
                        "null null nowhere us-west, no log there held it");
    }

    @Test
    void whatBecameOfASendThatWasNotAcknowledgedIsToldInTheWordsOfTheEvidence() throws Exception {
        drill.at(300).outcome = Sends.FAILED;
        drill.at(301).outcome = Sends.UNKNOWN;
        drill.at(302).copies.clear();
        drill.at(302).notDelivered();
        drill.write(folder.root());

        assertThat(lines(RecordTrace.of(folder, drill.scenario(), "0.0.1.300").get(0)))
                .contains("2005.0 -7995.0 failed us-east, RecordTooLarge, never handed to the network")
                .noneMatch(line -> line.contains("acknowledged"));
        assertThat(lines(RecordTrace.of(folder, drill.scenario(), "0.0.1.301").get(0)))
                .contains("2045.0 -7955.0 unknown us-east, Timeout, it may have been appended");
        assertThat(lines(RecordTrace.of(folder, drill.scenario(), "0.0.1.302").get(0)))
                .endsWith(
                        "2085.0 -7915.0 acknowledged us-east orders/2@75",
                        "null null nowhere us-east, no log there held it",
                        "null null nowhere us-west, no log there held it");
    }

    @Test
    void whatWasDeliveredAfterTheLastCommitIsCoveredByNone() throws Exception {
        drill.write(folder.root());

        assertThat(lines(RecordTrace.of(folder, drill.scenario(), "1.0.1.5").get(0)))
                .anyMatch(line -> line.contains(" delivered us-west orders/"))
                .noneMatch(line -> line.contains(" committed "));
    }

    @Test
    void aCopyThatCameAfterTheSnapshotWasNotYetThere() throws Exception {
        SyntheticRecord last = drill.at(499);
        SyntheticRecord.Copy copy = last.copy(SyntheticDrill.MIRROR);
        last.replace(copy, copy.at(125));
        drill.write(folder.root());

        assertThat(lines(RecordTrace.of(folder, drill.scenario(), "0.0.1.499").get(0)))
                .last()
                .asString()
                .contains("; not yet there at the snapshot of to-west, 13.850 s after the baseline was steady");
    }

    @Test
    void aCopyInALogThatBeganAnewSinceTheSnapshotIsNotSaidToHaveBeenThere() throws Exception {
        drill.events.add(new TimelineEvent.TopicRecreated(SyntheticDrill.SNAPSHOT + 1, "us-west", "us-east.orders"));
        drill.write(folder.root());

        assertThat(lines(RecordTrace.of(folder, drill.scenario(), "0.0.1.302").get(0)))
                .noneMatch(line -> line.contains("there at the snapshot"));
    }

    @Test
    void whatTheSnapshotHasNoEndOffsetOfWasNotYetThere() throws Exception {
        String notYet = "; not yet there at the snapshot of to-west, 13.850 s after the baseline was steady";
        for (List<Long> ends : List.of(List.of(125L, 125L, 125L), List.<Long>of())) {
            drill.replace(
                    TimelineEvent.SnapshotTaken.class,
                    new TimelineEvent.SnapshotTaken(
                            SyntheticDrill.SNAPSHOT,
                            SyntheticDrill.SNAPSHOT - SyntheticDrill.MILLI,
                            "to-west",
                            "us-west",
                            ends.isEmpty() ? Map.of() : Map.of("us-east.orders", ends)));
            RunFolder run = drill.write(temp.resolve("ends-" + ends.size()));

            // Of partition 3.
            assertThat(lines(RecordTrace.of(run, drill.scenario(), "0.0.1.303").get(0)))
                    .last()
                    .asString()
                    .endsWith(notYet);
        }
    }

    @Test
    void aRecordThatNoLogHoldsIsFoundByThePlaceOfItsAcknowledgement() throws Exception {
        drill.at(302).copies.clear();
        drill.at(302).notDelivered();
        drill.write(folder.root());

        assertThat(RecordTrace.of(folder, "us-east orders/2@75"))
                .singleElement()
                .satisfies(trace -> assertThat(trace.id()).isEqualTo("0.0.1.302"));
    }

    @Test
    void withoutATransitionTimesAreTheBaselinesAlone() throws Exception {
        drill.events.removeIf(event -> event instanceof TimelineEvent.Detected
                || event instanceof TimelineEvent.Decided
                || event instanceof TimelineEvent.StepFinished
                || event instanceof TimelineEvent.FaultApplied);
        drill.write(folder.root());

        RecordTrace trace =
                RecordTrace.of(folder, drill.scenario(), "0.0.1.300").get(0);
        assertThat(trace.transition()).isEmpty();
        assertThat(lines(trace)).startsWith("2000.0 null intended us-east orders");
    }

    @Test
    void regionsProducersAndTopicsThatTheRunDoesNotHaveAreNoRecord() throws IOException {
        drill.write(folder.root());

        for (String word : List.of(
                "mars/order-service-0/1/300",
                "us-east/nobody/1/300",
                "mars orders/0@75",
                "us-east invoices/0@75",
                "us-east orders/0@75x")) {
            assertThatThrownBy(() -> RecordTrace.of(folder, word))
                    .isInstanceOf(RecordTrace.UnknownRecord.class)
                    .hasMessageStartingWith("'" + word + "' is no record of this run");
        }
        for (String word : List.of("us-east orders/0@9999", "us-east orders/3@126", "us-west us-east.orders/0@125")) {
            assertThatThrownBy(() -> RecordTrace.of(folder, word))
                    .isInstanceOf(RecordTrace.UnknownRecord.class)
                    .hasMessageStartingWith("no send, delivery or log of this run has the record '" + word + "'");
        }
    }

    @Test
    void examplesThatBeginWithNoRecordHaveNoLife() throws IOException {
        assertThat(RecordTrace.ofExamples(folder, List.of("us-east/order-service-0/1/300")))
                .isEmpty();
        drill.write(folder.root());
        assertThat(RecordTrace.ofExamples(
                        folder,
                        List.of(
                                "us-east/order-service-0/1/300, again",
                                "us-east/order-service-0/1/301",
                                "us-east/order-service-0/1/77777 (x)",
                                "key 12 ends with")))
                .containsOnlyKeys("us-east/order-service-0/1/300, again", "us-east/order-service-0/1/301");
        assertThat(RecordTrace.ofExamples(folder, List.of("nothing"))).isEmpty();
    }

    @Test
    void aPlaceThatTwoRecordsClaimShowsBoth() throws Exception {
        new Planting(drill, new Random(1)).plant(Planting.Kind.P5, 1);
        drill.write(folder.root());
        String example = Auditor.audit(folder, drill.scenario())
                .anomalies()
                .get("P5")
                .examples()
                .get(0);
        String place = example.substring(example.indexOf('(') + 1, example.indexOf(')'));

        assertThat(RecordTrace.of(folder, place)).hasSize(2);
    }

    @Test
    void whatIsNoRecordOfTheRunIsSaidWithTheSpellingsAndTheRange() throws IOException {
        drill.write(folder.root());

        assertThatThrownBy(() -> RecordTrace.of(folder, "0.0.1.501"))
                .isInstanceOf(RecordTrace.UnknownRecord.class)
                .hasMessageContaining("no send, delivery or log of this run has the record '0.0.1.501'")
                .hasMessageContaining("0.0.1.1234")
                .hasMessageContaining("us-east/order-service-0/1/0 to 499");
        assertThatThrownBy(() -> RecordTrace.of(folder, "nonsense"))
                .isInstanceOf(RecordTrace.UnknownRecord.class)
                .hasMessageStartingWith("'nonsense' is no record of this run");
        assertThatThrownBy(() -> RecordTrace.of(new RunFolder(temp.resolve("empty")), "0.0.1.5"))
                .isInstanceOf(RecordTrace.UnknownRecord.class)
                .hasMessageContaining("run-started is missing");
    }

    @Test
    void everyRecordThatAnExampleNamesHasALife() throws IOException {
        Planting planting = new Planting(drill, new Random(1));
        for (Planting.Kind kind : Planting.Kind.values()) {
            planting.plant(kind, 2);
        }
        drill.write(folder.root());
        Result result = Auditor.audit(folder, drill.scenario());
        List<String> examples = result.anomalies().values().stream()
                .flatMap(anomaly -> anomaly.examples().stream())
                .filter(example -> example.matches("us-(east|west)/order-service-0/.*"))
                .toList();

        Map<String, RecordTrace> lives = RecordTrace.ofExamples(folder, examples);

        assertThat(examples).hasSizeGreaterThan(40);
        assertThat(lives).containsOnlyKeys(examples);
        assertThat(lives).allSatisfy((example, life) -> {
            assertThat(example).startsWith(life.name());
            assertThat(life.moments()).extracting(RecordTrace.Moment::what).contains("intended", "sent");
        });
        assertThat(Stream.of("P1", "R1", "C3", "X1")
                        .map(name -> result.anomalies().get(name).examples()))
                .allSatisfy(of -> assertThat(lives).containsKey(of.get(0)));
    }
}
