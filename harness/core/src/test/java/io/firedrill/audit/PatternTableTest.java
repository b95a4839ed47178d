package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.Result.Verdict;
import io.firedrill.scenario.Objective;
import io.firedrill.scenario.Pattern;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatternTableTest {

    @TempDir
    Path temp;

    @Test
    void everyPatternHasARuleForEveryClass() {
        for (Pattern pattern : Pattern.values()) {
            for (AnomalyClass anomaly : AnomalyClass.values()) {
                assertThat(PatternTable.rule(pattern, anomaly)).isNotNull();
            }
        }
        assertThat(PatternTable.rule(Pattern.ACTIVE_PASSIVE, AnomalyClass.X1)).isEqualTo(Rule.FORBIDDEN);
        assertThat(PatternTable.rule(Pattern.ACTIVE_ACTIVE, AnomalyClass.X1)).isEqualTo(Rule.NOT_APPLICABLE);
        assertThat(PatternTable.rule(Pattern.DUAL_RUN_MIGRATION, AnomalyClass.R1))
                .isEqualTo(Rule.FORBIDDEN);
        assertThat(PatternTable.rule(Pattern.STRETCH, AnomalyClass.R1)).isEqualTo(Rule.NOT_APPLICABLE);
        assertThat(PatternTable.rule(Pattern.REPLICATED_ANALYTICS, AnomalyClass.R8))
                .isEqualTo(Rule.BOUNDED);
    }

    @Test
    void whatThePatternForbidsFailsTheDrillWithoutAnObjective() throws IOException {
        Result result = planted(Planting.Kind.C2, new SyntheticDrill());
        assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(result.objectives().get(0).name()).isEqualTo("anomalies.C2");
        assertThat(result.anomalies().get("C2").examples())
                .singleElement()
                .asString()
                .contains("order-service-0");
    }

    @Test
    void whatIsBoundedFailsUnlessAnObjectiveAllowsIt() throws IOException {
        assertThat(planted(Planting.Kind.C3_EAST, new SyntheticDrill()).verdict())
                .isEqualTo(Verdict.FAIL);

        SyntheticDrill allowed = new SyntheticDrill();
        allowed.objectives.add(new Objective("duplicates.delivered", new Objective.Limit.Ratio(0.01)));
        Result result = planted(Planting.Kind.C3_EAST, allowed);
        assertThat(result.verdict()).isEqualTo(Verdict.PASS);
        // 1 % of 1,140 delivered records
        assertThat(result.anomalies().get("C3").limit()).isEqualTo(11);
    }

    @Test
    void whatDoesNotApplyChangesNothing() throws IOException {
        SyntheticDrill drill = new SyntheticDrill();
        drill.pattern = Pattern.ACTIVE_ACTIVE;
        drill.objectives.add(new Objective("rpo.records", new Objective.Limit.Count(1)));
        drill.objectives.add(new Objective("conflict.writes", new Objective.Limit.Count(2000)));
        Result result = planted(Planting.Kind.X1, drill);
        assertThat(result.anomalies().get("X1").rule()).isEqualTo("not-applicable");
        assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void aClassThatNothingInTheDrillCouldShowIsListedAndPassesNothing() throws IOException {
        Result result = new SyntheticDrill().audit(temp.resolve("plain"));
        assertThat(result.verdict()).isEqualTo(Verdict.PASS);
        assertThat(result.anomalies().get("R8").count()).isNull();
        assertThat(result.anomalies().get("R8").verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.anomalies().get("R8").reason()).isEqualTo("no service grouped its sends into transactions");
        assertThat(result.anomalies().get("C7").figures()).isEmpty();
    }

    private Result planted(Planting.Kind kind, SyntheticDrill drill) throws IOException {
        Planting planting = new Planting(drill, new Random(1));
        planting.plant(kind, 1);
        return drill.audit(temp.resolve(kind + "-" + drill.objectives.size()));
    }
}
