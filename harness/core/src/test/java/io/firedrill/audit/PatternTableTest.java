package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.Result.Verdict;
import io.firedrill.scenario.AnomalyClass;
import io.firedrill.scenario.NodeLimits;
import io.firedrill.scenario.Objective;
import io.firedrill.scenario.Pattern;
import io.firedrill.scenario.PatternTable;
import io.firedrill.scenario.RegionNodes;
import io.firedrill.scenario.RegionSpec;
import io.firedrill.scenario.Rule;
import io.firedrill.scenario.Scenario;
import io.firedrill.scenario.ServiceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
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

    /** {@code P1-P6 R2} names seven classes. */
    private static Set<AnomalyClass> named(String cell) {
        Set<AnomalyClass> named = EnumSet.noneOf(AnomalyClass.class);
        for (String word :
                cell.replaceAll("\\(.*?\\)", "").replace("*", "").trim().split(" +", -1)) {
            String[] ends = word.split("-", -1);
            named.addAll(EnumSet.range(AnomalyClass.valueOf(ends[0]), AnomalyClass.valueOf(ends[ends.length - 1])));
        }
        return named;
    }

    @Test
    void theTableIsThatOfTheSpecification() throws IOException {
        String measures =
                Files.readString(Path.of(System.getProperty("firedrill.root")).resolve("docs/measures.md"));
        for (Pattern pattern : Pattern.values()) {
            String name = pattern.name().toLowerCase(Locale.ROOT).replace('_', '-');
            String row = measures.lines()
                    .filter(line -> line.startsWith("| " + name + " |"))
                    .findFirst()
                    .orElseThrow();
            String[] cells = row.split("\\|", -1);
            for (AnomalyClass anomaly : AnomalyClass.values()) {
                Rule rule = named(cells[2]).contains(anomaly)
                        ? Rule.FORBIDDEN
                        : named(cells[3]).contains(anomaly)
                                ? Rule.BOUNDED
                                : named(cells[4]).contains(anomaly) ? Rule.EXPECTED : Rule.NOT_APPLICABLE;
                assertThat(PatternTable.rule(pattern, anomaly))
                        .as(name + " " + anomaly)
                        .isEqualTo(rule);
            }
        }
    }

    private static Rule rule(SyntheticDrill drill, AnomalyClass anomaly) {
        return PatternTable.rule(drill.scenario(), anomaly);
    }

    @Test
    void withoutAnythingThatExcusesThemLossesAndDuplicatesOfTheOwnLogAreForbidden() {
        SyntheticDrill drill = new SyntheticDrill();
        drill.asks("kill-region", "us-east", false);
        drill.topicConfig.put("unclean.leader.election.enable", "false");
        assertThat(rule(drill, AnomalyClass.P1)).isEqualTo(Rule.FORBIDDEN);
        assertThat(rule(drill, AnomalyClass.P4)).isEqualTo(Rule.FORBIDDEN);
        assertThat(rule(drill, AnomalyClass.P6)).isEqualTo(Rule.FORBIDDEN);
    }

    @Test
    void whereDisksMayLoseAcknowledgedRecordsLossesOfTheOwnLogAreBounded() {
        SyntheticDrill drill = new SyntheticDrill();
        drill.asks("kill-region", "us-east", true);
        assertThat(rule(drill, AnomalyClass.P1)).isEqualTo(Rule.BOUNDED);
        assertThat(rule(drill, AnomalyClass.P2)).isEqualTo(Rule.FORBIDDEN);
        assertThat(rule(drill, AnomalyClass.P4)).isEqualTo(Rule.FORBIDDEN);
    }

    @Test
    void whereATopicsLeadersMayBeElectedUncleanlyLossesOfTheOwnLogAreBounded() {
        SyntheticDrill drill = new SyntheticDrill();
        drill.topicConfig.put("unclean.leader.election.enable", "true");
        assertThat(rule(drill, AnomalyClass.P1)).isEqualTo(Rule.BOUNDED);
        assertThat(rule(drill, AnomalyClass.R2)).isEqualTo(Rule.FORBIDDEN);
    }

    private static Scenario with(Scenario all, Map<String, RegionSpec> regions, Map<String, ServiceSpec> services) {
        return new Scenario(
                all.name(),
                all.title(),
                all.pattern(),
                regions,
                all.links(),
                all.topics(),
                all.replication(),
                services,
                all.failovers(),
                all.timeline(),
                all.objectives(),
                all.settings());
    }

    @Test
    void whereARegionsLeadersMayBeElectedUncleanlyLossesOfTheOwnLogAreBounded() {
        Scenario all = new SyntheticDrill().scenario();
        RegionSpec unclean = new RegionSpec(
                RegionNodes.combined(1), Map.of("unclean.leader.election.enable", "true"), NodeLimits.NONE);
        Scenario scenario = with(all, Map.of("us-east", unclean), all.services());
        assertThat(PatternTable.rule(scenario, AnomalyClass.P1)).isEqualTo(Rule.BOUNDED);
    }

    @Test
    void withoutIdempotenceDuplicatesAndInversionsOfSendsAreBounded() {
        Scenario all = new SyntheticDrill().scenario();
        ServiceSpec plain = new ServiceSpec(
                List.of("us-east", "us-west"),
                Optional.of(new ServiceSpec.Produces("orders", 25, 512, 40, "all", false, 1, Map.of())),
                Optional.empty(),
                ServiceSpec.Standby.STOPPED);
        Scenario scenario = with(all, all.regions(), Map.of("order-service", plain));
        assertThat(PatternTable.rule(scenario, AnomalyClass.P4)).isEqualTo(Rule.BOUNDED);
        assertThat(PatternTable.rule(scenario, AnomalyClass.P6)).isEqualTo(Rule.BOUNDED);
        assertThat(PatternTable.rule(scenario, AnomalyClass.P1)).isEqualTo(Rule.FORBIDDEN);
        // What is expected anyway is not bounded by it.
        assertThat(PatternTable.rule(scenario, AnomalyClass.C5)).isEqualTo(Rule.EXPECTED);
    }

    private Result planted(Planting.Kind kind, SyntheticDrill drill) throws IOException {
        Planting planting = new Planting(drill, new Random(1));
        planting.plant(kind, 1);
        return drill.audit(temp.resolve(kind + "-" + drill.objectives.size()));
    }
}
