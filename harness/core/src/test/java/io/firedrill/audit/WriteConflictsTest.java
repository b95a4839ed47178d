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
}
