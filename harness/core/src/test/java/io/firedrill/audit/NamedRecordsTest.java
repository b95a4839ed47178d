package io.firedrill.audit;

import static io.firedrill.audit.SyntheticDrill.EAST;
import static io.firedrill.audit.SyntheticDrill.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.SyntheticRecord.Delivery;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every count of records names some of them, by the place of the count in the result. Slot k of us-east is its record k. */
class NamedRecordsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path temp;

    private final SyntheticDrill drill = new SyntheticDrill();

    private Result audit() throws IOException {
        return drill.audit(temp.resolve("run"));
    }

    private static String name(long sequence) {
        return "us-east/order-service-0/1/" + sequence;
    }

    /** As people find a record of us-east that was acknowledged or recovered. */
    private static String at(SyntheticRecord record) {
        return name(record.sequence) + " (us-east orders/" + record.partition + "@" + record.ackOffset + ")";
    }

    private static String western(SyntheticRecord record) {
        return "us-west/order-service-0/1/" + record.sequence + " (us-west orders/" + record.partition + "@"
                + record.ackOffset + ")";
    }

    private static String never(SyntheticRecord record) {
        return name(record.sequence) + " (us-east, never acknowledged)";
    }

    private SyntheticRecord withoutTrace(int slot, byte outcome) {
        SyntheticRecord record = drill.at(slot);
        record.outcome = outcome;
        record.copies.clear();
        record.deliveries.clear();
        return record;
    }

    /** Sent by us-east too, after us-west had taken that slot. */
    private SyntheticRecord eastern(int slot, long invokedMillis, long ackedMillis) {
        SyntheticRecord record = drill.good(EAST, SyntheticDrill.slot(slot), slot);
        record.invoked = invokedMillis * MILLI;
        record.endedAt = ackedMillis * MILLI;
        record.deliveries.clear();
        drill.records.add(record);
        return record;
    }

    private void again(int slot, long laterMillis) {
        SyntheticRecord record = drill.at(slot);
        Delivery first = record.deliveries.get(0);
        record.deliveries.add(
                new Delivery(EAST, first.topic(), first.partition(), first.offset(), first.at() + laterMillis * MILLI));
    }

    @Test
    void whatCountsNothingNamesNothing() throws IOException {
        Result result = audit();
        assertThat(result.examples()).isEmpty();
        assertThat(result.examplesOf("sends.failed")).isEmpty();
    }

    @Test
    void sendsThatDidNotEndWellAreNamedByHowTheyStandInTheEnd() throws IOException {
        SyntheticRecord failed = withoutTrace(100, Sends.FAILED);
        SyntheticRecord recovered = drill.at(101);
        recovered.outcome = Sends.UNKNOWN;
        SyntheticRecord absent = withoutTrace(102, Sends.UNKNOWN);
        Result result = audit();
        assertThat(result.examplesOf("sends.failed")).containsExactly(never(failed));
        assertThat(result.examplesOf("sends.recovered")).containsExactly(at(recovered));
        assertThat(result.examplesOf("sends.absent")).containsExactly(never(absent));
        // Of the slots of the outage nothing was sent.
        assertThat(result.sends().unserved()).isEqualTo(3 + 110);
        assertThat(result.examplesOf("sends.unserved")).containsExactly(never(failed), at(recovered), never(absent));
        assertThat(result.examplesOf("to-west.rto.unserved")).isEmpty();
    }

    @Test
    void whereARegionWasNotScannedOpenSendsAndWhatMayBeLostAreNamed() throws IOException {
        SyntheticRecord open = withoutTrace(100, Sends.UNKNOWN);
        drill.scanEast = false;
        Result result = audit();
        assertThat(result.examplesOf("sends.open")).containsExactly(never(open));
        assertThat(result.examplesOf("to-west.rpo.mayRecords")).containsExactly(never(open));
    }

    @Test
    void whatATransitionLeftUnservedIsNamedBesideWhatTheWholeDrillDid() throws IOException {
        SyntheticRecord before = withoutTrace(100, Sends.FAILED);
        SyntheticRecord after = drill.good(EAST, SyntheticDrill.slot(505), 505);
        after.outcome = Sends.UNKNOWN;
        after.copies.clear();
        after.deliveries.clear();
        drill.records.add(after);
        Result result = audit();
        assertThat(result.examplesOf("sends.unserved")).containsExactly(never(before), never(after));
        assertThat(result.examplesOf("to-west.rto.unserved")).containsExactly(never(after));
    }

    @Test
    void lossesAreNamedByWhatBecameOfThem() throws IOException {
        SyntheticRecord stranded = drill.at(480);
        stranded.notMirrored();
        SyntheticRecord gone = drill.at(481);
        gone.notMirrored();
        gone.notInNativeLog();
        SyntheticRecord last = drill.at(SyntheticDrill.LAST_EAST);
        last.notMirrored();
        last.endedAt = 30_500 * MILLI;
        Result result = audit();
        assertThat(result.rpo().examples()).containsExactly(at(stranded), at(gone), at(last));
        assertThat(result.examplesOf("to-west.rpo.records")).isEmpty();
        assertThat(result.examplesOf("to-west.rpo.beforeT0")).containsExactly(at(stranded), at(gone));
        assertThat(result.examplesOf("to-west.rpo.afterT0")).containsExactly(at(last));
        assertThat(result.examplesOf("to-west.rpo.finalRecords")).containsExactly(at(gone));
        assertThat(result.examplesOf("to-west.rpo.strandedRecords")).containsExactly(at(stranded), at(last));
        assertThat(result.examplesOf("to-west.rpo.holes")).containsExactly(at(stranded), at(gone));
    }

    @Test
    void moreThanTenAreNamedByTheTenThatWereSentFirst() throws IOException {
        List<SyntheticRecord> failed = IntStream.range(100, 112)
                .mapToObj(slot -> withoutTrace(slot, Sends.FAILED))
                .toList();
        failed.get(0).invoked = failed.get(11).invoked + MILLI;
        assertThat(audit().examplesOf("sends.failed"))
                .containsExactlyElementsOf(failed.subList(1, 11).stream()
                        .map(NamedRecordsTest::never)
                        .toList());
    }

    @Test
    void furtherCopiesAndDeliveriesAreNamedTheseByTheirCause() throws IOException {
        SyntheticRecord copied = drill.at(50);
        copied.copies.add(
                copied.copy(SyntheticDrill.ORDERS).at(drill.offset(EAST, SyntheticDrill.ORDERS, copied.partition)));
        again(60, 2);
        SyntheticRecord rebalanced = drill.at(70);
        Delivery first = rebalanced.deliveries.get(0);
        drill.starts.add(
                new SyntheticDrill.Start(EAST, first.topic(), first.partition(), first.offset(), first.at() + MILLI));
        again(70, 2);
        Result result = audit();
        assertThat(result.examplesOf("duplicates.log")).containsExactly(at(copied));
        assertThat(result.examplesOf("duplicates.delivered")).containsExactly(at(drill.at(60)), at(rebalanced));
        assertThat(result.examplesOf("duplicates.deliveredBecause.other")).containsExactly(at(drill.at(60)));
        assertThat(result.examplesOf("duplicates.deliveredBecause.rebalance")).containsExactly(at(rebalanced));
        assertThat(result.examplesOf("duplicates.deliveredBecause.translation")).isEmpty();
    }

    @Test
    void writesOfASplitBrainAreNamedAndThoseOfWhichNobodyKnows() throws IOException {
        SyntheticRecord sure = eastern(700, 38_000, 38_005);
        SyntheticRecord straddling = eastern(597, 33_890, 33_910);
        Result result = audit();
        assertThat(result.examplesOf("splitBrain.writes")).containsExactly(at(sure));
        assertThat(result.examplesOf("splitBrain.ambiguous")).containsExactly(at(straddling));
    }

    @Test
    void keysWrittenOnBothSidesAreNamedByTheFirstWriteOfEachSide() throws IOException {
        SyntheticRecord first = eastern(700, 38_000, 38_005);
        eastern(700, 38_100, 38_105);
        SyntheticRecord west = drill.at(700);
        west.invoked = 38_050 * MILLI;
        Result result = audit();
        assertThat(result.splitBrain().bothSides()).isEqualTo(1);
        assertThat(result.examplesOf("splitBrain.bothSides")).containsExactly(at(first), western(west));
    }

    @Test
    void ofMoreKeysWrittenOnBothSidesThanFiveThoseOfTheLeastHashesAreNamedByBothWrites() throws IOException {
        for (int slot = 641; slot < 648; slot++) {
            // At the same time as us-west, 0.1 ms before.
            eastern(slot, 10_000 + 40L * slot, 10_005 + 40L * slot);
        }
        Result result = audit();
        assertThat(result.splitBrain().bothSides()).isEqualTo(7);
        List<String> named = result.examplesOf("splitBrain.bothSides");
        assertThat(named).hasSize(10);
        assertThat(named.stream().filter(record -> record.startsWith("us-east")))
                .hasSize(5);
    }

    @Test
    void keysInConflictThatEndDifferentlyAreNamedByTheRecordsThatEndThem() throws IOException {
        SyntheticRecord east = eastern(1249, 59_960, 59_965);
        SyntheticRecord west = drill.at(1249);
        west.copies.removeIf(copy -> copy.topic() == SyntheticDrill.BACK);
        Result result = audit();
        assertThat(result.conflicts().keys()).isEqualTo(1);
        assertThat(result.conflicts().merge().differingKeys()).isEqualTo(1);
        assertThat(result.examplesOf("conflicts.merge.differingKeys")).containsExactly(at(east), western(west));
    }

    @Test
    void whatLastWriterWinsWouldDropByAWrongClockIsNamedByThePlaceOfThatClock() throws IOException {
        SyntheticRecord east = eastern(700, 38_000, 38_005);
        SyntheticRecord west = drill.at(700);
        west.invoked = 38_001 * MILLI;
        Result result = audit();
        List<Result.Skewed> skewed = result.conflicts().lastWriterWins().skewed();
        assertThat(skewed).extracting(Result.Skewed::region).startsWith("us-east", "us-east", "us-west");
        // With the clock of us-east ahead its own write looks like the later one.
        assertThat(skewed.get(0).newestDropped()).isEqualTo(1);
        assertThat(result.examplesOf("conflicts.lastWriterWins.skewed.0.dropped"))
                .contains(western(west));
        assertThat(result.examplesOf("conflicts.lastWriterWins.skewed.0.newestDropped"))
                .containsExactly(western(west));
        assertThat(result.examplesOf("conflicts.lastWriterWins.skewed.2.dropped"))
                .contains(at(east));
        assertThat(result.examplesOf("conflicts.lastWriterWins.skewed.2.newestDropped"))
                .isEmpty();
    }

    @Test
    void writesInConflictAreNamedAndWhatTheRulesWouldTakeFromThem() throws IOException {
        SyntheticRecord east = eastern(700, 38_000, 38_005);
        SyntheticRecord west = drill.at(700);
        west.invoked = 38_001 * MILLI;
        Result result = audit();
        assertThat(result.conflicts().regionalAuthority().rejected()).isEqualTo(1);
        assertThat(result.examplesOf("conflicts.regionalAuthority.rejected")).containsExactly(at(east));
        assertThat(result.examplesOf("conflicts.writes")).contains(at(east)).hasSize((int)
                Math.min(10, result.conflicts().writes()));
        assertThat(result.examplesOf("conflicts.lastWriterWins.dropped")).contains(at(east));
    }

    /** However many coincidences there are: so many records are named as the count has, up to ten, and each of them once. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void eachCountNamesAsManyAsItCountsUpToTen(int seed) throws IOException {
        Result result = SeededDrill.of(seed).audit(temp.resolve("run"));
        JsonNode json = JSON.readTree(ResultJson.text(result));
        assertThat(result.examples()).isNotEmpty();
        result.examples().forEach((place, records) -> {
            long count = count(json, place);
            assertThat(records).as(place).isNotEmpty().doesNotHaveDuplicates();
            // These count copies, deliveries and slots, of which a record may have several and a slot none.
            if (place.startsWith("duplicates.") || place.endsWith(".unserved")) {
                assertThat((long) records.size()).as(place).isBetween(1L, Math.min(10, count));
            } else if (place.endsWith(".bothSides") || place.endsWith(".differingKeys")) {
                // These count keys, and of each there may be a record of every region: five keys have ten.
                assertThat((long) records.size()).as(place).isBetween(Math.min(5, count), 10L);
            } else {
                assertThat((long) records.size()).as(place).isEqualTo(Math.min(10, count));
            }
        });
        for (String outcome : List.of("failed", "recovered", "absent", "open")) {
            String place = "sends." + outcome;
            assertThat(result.examplesOf(place).isEmpty()).as(place).isEqualTo(count(json, place) == 0);
        }
        Result.Conflicts conflicts = result.conflicts();
        assertThat(result.examplesOf("splitBrain.bothSides").isEmpty())
                .isEqualTo(result.splitBrain().bothSides() == 0);
        assertThat(result.examplesOf("conflicts.merge.differingKeys").isEmpty())
                .isEqualTo(conflicts.merge().differingKeys() == null
                        || conflicts.merge().differingKeys() == 0);
        for (int i = 0; i < conflicts.lastWriterWins().skewed().size(); i++) {
            String place = "conflicts.lastWriterWins.skewed." + i + ".";
            Result.Skewed skewed = conflicts.lastWriterWins().skewed().get(i);
            assertThat(result.examplesOf(place + "dropped").isEmpty()).as(place).isEqualTo(skewed.dropped() == 0);
            assertThat(result.examplesOf(place + "newestDropped").isEmpty())
                    .as(place)
                    .isEqualTo(skewed.newestDropped() == 0);
        }
        for (Map.Entry<String, Long> cause :
                result.duplicates().deliveredBecause().entrySet()) {
            String place = "duplicates.deliveredBecause." + cause.getKey();
            assertThat(result.examplesOf(place).isEmpty()).as(place).isEqualTo(cause.getValue() == 0);
        }
    }

    private static long count(JsonNode result, String place) {
        JsonNode at = result;
        for (String step : place.split("\\.")) {
            JsonNode next = at.isArray() ? at.get(Integer.parseInt(step)) : at.get(step);
            if (next == null) {
                for (JsonNode transition : result.get("transitions")) {
                    next = transition.get("name").asString().equals(step) ? transition : next;
                }
            }
            assertThat(next).as(step + " of " + place).isNotNull();
            at = next;
        }
        // Of a share the count stands within.
        return at.isObject() ? at.get("count").asLong() : at.asLong();
    }
}
