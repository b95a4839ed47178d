package io.firedrill.audit;

import static io.firedrill.audit.SyntheticDrill.EAST;
import static io.firedrill.audit.SyntheticDrill.MILLI;
import static io.firedrill.audit.SyntheticDrill.SECOND;
import static io.firedrill.audit.SyntheticDrill.WEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.Result.Verdict;
import io.firedrill.audit.SyntheticRecord.Delivery;
import io.firedrill.scenario.Objective;
import io.firedrill.scenario.Pattern;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** us-west owns the keys from 33.9 s on, and writes key 21 at slots 621, 661, ... 1221. Slot 901 is at 46.04 s. */
class WriteConflictsTest {

    @TempDir
    Path temp;

    private final SyntheticDrill drill = new SyntheticDrill();

    private Result audit() throws IOException {
        return drill.audit(temp.resolve("run"));
    }

    /** us-east writes key 21 at 46.04 s; us-west reads it a second later. */
    private SyntheticRecord splitBrain() {
        SyntheticRecord record = drill.good(EAST, SyntheticDrill.slot(901), 901);
        SyntheticRecord.Copy copy = record.copy(SyntheticDrill.MIRROR);
        record.deliveries.clear();
        record.deliveries.add(
                new Delivery(WEST, copy.topic(), copy.partition(), copy.offset(), record.intended + SECOND));
        drill.records.add(record);
        return record;
    }

    @Test
    void aFailoverByItselfIsNoConflict() throws IOException {
        Result.Conflicts found = audit().conflicts();
        assertThat(found.writes()).isZero();
        assertThat(found.keys()).isZero();
        assertThat(found.lastWriterWins().skewed()).isEmpty();
        assertThat(found.merge().differingKeys()).isZero();
    }

    @Test
    void aServiceThatReadsNothingNeverKnows() throws IOException {
        splitBrain();
        // 16 writes of us-west and the one of us-east
        assertThat(audit().conflicts().writes()).isEqualTo(17);
    }

    @Test
    void whatAServiceHasReadItKnows() throws IOException {
        drill.producersRead();
        splitBrain();
        Result.Conflicts found = audit().conflicts();
        // slots 621 to 901: those that us-west invoked before 47.04 s
        assertThat(found.writes()).isEqualTo(9);
        assertThat(found.keys()).isEqualTo(1);
    }

    @Test
    void theRulesSayWhatTheyWouldDo() throws IOException {
        drill.producersRead();
        splitBrain();
        Result.Conflicts found = audit().conflicts();
        assertThat(found.regionalAuthority().rejected()).isEqualTo(1);
        // The seven before it, and itself: slot 901 of us-west is of the same instant.
        assertThat(found.lastWriterWins().dropped()).isEqualTo(8);
        assertThat(found.lastWriterWins().skewed())
                .containsExactly(
                        // Seven as before, and the one of the same instant.
                        new Result.Skewed("us-east", 100, 8, 0),
                        new Result.Skewed("us-east", 1000, 8, 0),
                        new Result.Skewed("us-west", 100, 8, 0),
                        new Result.Skewed("us-west", 1000, 8, 0));
        assertThat(found.merge().events()).isEqualTo(9);
        assertThat(found.merge().differingKeys()).isZero();
    }

    @Test
    void aClockThatIsAheadDropsTheNewest() throws IOException {
        drill.producersRead();
        splitBrain().invoked = SyntheticDrill.slot(901) + 500 * MILLI;
        Result.Conflicts found = audit().conflicts();
        assertThat(found.lastWriterWins().dropped()).isEqualTo(8);
        // us-west's write of slot 901, half a second older, then looks half a second newer than us-east's.
        assertThat(found.lastWriterWins().skewed()).contains(new Result.Skewed("us-west", 1000, 8, 1));
    }

    @Test
    void whereEveryRegionMayWriteAHandOverOrdersNothing() throws IOException {
        drill.pattern = Pattern.ACTIVE_ACTIVE;
        Result.Conflicts found = audit().conflicts();
        assertThat(found.writes()).isEqualTo(1140);
        assertThat(found.keys()).isEqualTo(40);
    }

    @Test
    void anObjectiveLimitsThem() throws IOException {
        splitBrain();
        drill.objectives.add(new Objective("conflict.writes", new Objective.Limit.Count(17)));
        drill.objectives.add(new Objective("conflict.keys", new Objective.Limit.Count(0)));
        Result result = audit();
        assertThat(result.objectives().get(0).verdict()).isEqualTo(Verdict.PASS);
        assertThat(result.objectives().get(1).verdict()).isEqualTo(Verdict.FAIL);
        // The pattern forbids them: the class has to be named to be allowed.
        assertThat(result.anomalies().get("X2").limit()).isZero();
        assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    }

    /** us-east was not scanned whole, and nobody saw what was handed to it at a slot or heard an answer. */
    private void open(int slot) {
        SyntheticRecord record = drill.good(EAST, SyntheticDrill.slot(slot), slot);
        record.outcome = Sends.UNKNOWN;
        record.copies.clear();
        record.deliveries.clear();
        drill.records.add(record);
        drill.notScannedWhole(EAST);
    }

    private void limits(long writes) {
        drill.objectives.add(new Objective("conflict.writes", new Objective.Limit.Count(writes)));
        drill.objectives.add(new Objective("conflict.keys", new Objective.Limit.Count(0)));
        drill.objectives.add(new Objective("split-brain.writes", new Objective.Limit.Count(0)));
    }

    @Test
    void whatARegionThatWasNotScannedMayHaveTakenMayConflict() throws IOException {
        limits(0);
        open(901);
        Result result = audit();
        String split =
                "sends of unknown outcome to a region that did not own their keys, of which the scans do not tell"
                        + " whether it took them: 1";
        // The 16 of us-west and that of us-east.
        String conflict =
                "writes that may conflict with those of which the scans do not tell whether a region took them: 17";
        assertThat(result.troubles()).contains(split, conflict);
        assertThat(result.conflicts().writes()).isZero();
        assertThat(result.objectives().subList(0, 3))
                .allSatisfy(objective -> assertThat(objective.verdict()).isEqualTo(Verdict.INCONCLUSIVE))
                .allSatisfy(objective -> assertThat(objective.reason()).isIn(split, conflict));
        assertThat(result.anomalies().get("X1").verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.anomalies().get("X2").verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void whatIsInConflictForCertainFailsWhateverMayBeBesideIt() throws IOException {
        splitBrain();
        limits(0);
        open(902);
        Result result = audit();
        assertThat(result.conflicts().writes()).isEqualTo(17);
        assertThat(result.objectives().get(0).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(result.anomalies().get("X2").verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void aSendWithoutAnAnswerFromBeforeTheHandOverConflictsWithNothing() throws IOException {
        limits(0);
        open(499);
        Result result = audit();
        assertThat(result.troubles()).noneMatch(text -> text.contains("the scans do not tell"));
        assertThat(result.anomalies().get("X2").verdict()).isEqualTo(Verdict.PASS);
        assertThat(result.anomalies().get("X1").verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void ofAKeyThatNoOtherRegionWroteNothingConflicts() throws IOException {
        drill.pattern = Pattern.ACTIVE_ACTIVE;
        drill.records.removeIf(record -> record.region == WEST && record.key == 21);
        long certain = audit().conflicts().writes();
        open(901);
        Result result = drill.audit(temp.resolve("open"));
        assertThat(result.conflicts().writes()).isEqualTo(certain);
        assertThat(result.troubles()).noneMatch(text -> text.startsWith("writes that may conflict"));
    }

    @Test
    void twoRegionsThatMayBothHaveTakenAWriteMayConflict() throws IOException {
        SyntheticRecord west = drill.at(861);
        drill.records.removeIf(record -> record.region == WEST && record.key == 21 && record != west);
        west.outcome = Sends.UNKNOWN;
        west.copies.clear();
        west.deliveries.clear();
        open(901);
        assertThat(audit().troubles())
                .contains(
                        "writes that may conflict with those of which the scans do not tell whether a region took them: 2");
    }
}
