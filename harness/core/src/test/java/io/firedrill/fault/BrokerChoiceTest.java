package io.firedrill.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.scenario.ScenarioProblem;
import io.firedrill.scenario.ScenarioReader;
import io.firedrill.scenario.ScenarioReading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How a scenario says which brokers are meant, and what is refused. */
class BrokerChoiceTest {
    private static final Path REGION_LOSS =
            Path.of(System.getProperty("firedrill.root", "../..")).resolve("scenarios/active-passive/region-loss.yaml");

    @Test
    void readsIdsRolesAndAll() {
        assertThat(read("region: us-east, broker: 1").which()).isEqualTo(new BrokerChoice.Which.Ids(List.of(1)));
        assertThat(read("region: us-east, broker: [3, 1]").which())
                .isEqualTo(new BrokerChoice.Which.Ids(List.of(3, 1)));
        assertThat(read("region: us-east, broker: all").which()).isEqualTo(new BrokerChoice.Which.All());
        assertThat(read("region: us-east, broker: controller").which()).isEqualTo(new BrokerChoice.Which.Controller());
        assertThat(read("region: us-east, leader-of: orders/5").which())
                .isEqualTo(new BrokerChoice.Which.LeaderOf("orders", 5));
    }

    @Test
    void saysWhomItMeans() {
        assertThat(read("region: us-east, broker: [3, 1]").target()).isEqualTo("us-east.3+1");
        assertThat(read("region: us-east, broker: [3, 1]").wording()).isEqualTo("us-east, brokers 1, 3");
        assertThat(read("region: us-east, broker: all").wording()).isEqualTo("us-east, all brokers");
        assertThat(read("region: us-east, broker: controller").wording())
                .isEqualTo("us-east, the active controller at that moment");
    }

    @Test
    void wantsOneChoice() {
        assertThat(problems("region: us-east"))
                .containsExactly("timeline.0.kill-broker names no choice of brokers; allowed: broker, leader-of");
        assertThat(problems("region: us-east, broker: 1, leader-of: orders/0"))
                .containsExactly("timeline.0.kill-broker has a second choice of brokers, 'leader-of' beside 'broker';"
                        + " allowed: one choice of brokers");
        assertThat(problems("broker: 1"))
                .containsExactly("timeline.0.kill-broker lacks 'region'; allowed: a region's name");
    }

    @Test
    void refusesWhatIsNoBroker() {
        String allowed = "; allowed: a broker's id, a list of ids, all or controller";
        assertThat(problems("region: us-east, broker: leader"))
                .containsExactly("timeline.0.kill-broker.broker is 'leader'" + allowed);
        assertThat(problems("region: us-east, broker: 0"))
                .containsExactly("timeline.0.kill-broker.broker is the number 0" + allowed);
        assertThat(problems("region: us-east, broker: {}"))
                .containsExactly("timeline.0.kill-broker.broker is an empty mapping" + allowed);
        assertThat(problems("region: us-east, broker: []"))
                .singleElement()
                .asString()
                .startsWith("timeline.0.kill-broker.broker has 0 items");
        assertThat(problems("region: us-east, broker: [1, x]"))
                .singleElement()
                .asString()
                .startsWith("timeline.0.kill-broker.broker.1 is 'x'");
    }

    @Test
    void refusesWhatIsNotThere() {
        assertThat(problems("region: us-east, broker: 4")).containsExactly("us-east has no broker 4; allowed: 1 to 3");
        assertThat(problems("region: us-east, broker: [1, 2, 1]")).containsExactly("broker 1 is named twice");
        assertThat(problems("region: us-north, broker: 1"))
                .singleElement()
                .asString()
                .contains("us-north");
        assertThat(problems("region: us-east, leader-of: order/0"))
                .singleElement()
                .asString()
                .contains("order", "did you mean 'orders'?");
        assertThat(problems("region: us-east, leader-of: orders/6"))
                .containsExactly("orders has no partition 6; allowed: partitions 0 to 5");
        assertThat(problems("region: us-east, leader-of: orders"))
                .containsExactly(
                        "timeline.0.kill-broker.leader-of is 'orders'; allowed: a topic and a partition, such as"
                                + " orders/0; did you mean 'orders/0'?");
    }

    private static BrokerChoice read(String choice) {
        ScenarioReading reading = reading(choice);
        assertThat(reading).isInstanceOf(ScenarioReading.Read.class);
        return ((KillBroker) ((ScenarioReading.Read) reading)
                        .scenario()
                        .timeline()
                        .get(0)
                        .action())
                .brokers();
    }

    /** Without file and position, of which there must be one. */
    private static List<String> problems(String choice) {
        ScenarioReading reading = reading(choice);
        assertThat(reading).isInstanceOf(ScenarioReading.Refused.class);
        List<ScenarioProblem> problems = ((ScenarioReading.Refused) reading).problems();
        assertThat(problems)
                .allSatisfy(problem -> assertThat(problem.toString()).matches("choice.yaml:\\d+:\\d+: .*"));
        return problems.stream()
                .map(problem -> problem.toString().replaceFirst("^choice.yaml:\\d+:\\d+: ", ""))
                .toList();
    }

    private static ScenarioReading reading(String choice) {
        try {
            String text = Files.readString(REGION_LOSS);
            String before = text.substring(0, text.indexOf("timeline:"));
            return new ScenarioReader()
                    .read(
                            before + "timeline:\n  - { at: 1s, kill-broker: { " + choice
                                    + " } }\n  - { at: 60s, end: {} }\n",
                            "choice.yaml",
                            Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
