package io.firedrill.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firedrill.scenario.RegionNodes;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BrokerConfigTest {
    @Test
    void advertisesTheProxyAndListensOnItsOwn() {
        Map<String, String> properties = config(3, BrokerProfile.LEAN, Map.of()).properties();
        assertThat(properties.get("listeners"))
                .isEqualTo("CLIENT://127.0.0.1:1000,LINK://127.0.0.1:1001,MIRROR://127.0.0.1:1002,"
                        + "INTERNAL://127.0.0.1:1003,CONTROLLER://127.0.0.1:1004,OBSERVER://127.0.0.1:1005");
        assertThat(properties.get("advertised.listeners"))
                .contains("CLIENT://127.0.0.1:2000", "CONTROLLER://127.0.0.1:2004");
        assertThat(properties.get("controller.quorum.voters"))
                .isEqualTo("1@127.0.0.1:3001,2@127.0.0.1:3002,3@127.0.0.1:3003");
    }

    @Test
    void aBrokerWhoseControllersAreApartIsNoneAndKnowsThem() {
        Map<String, String> properties =
                config(new RegionNodes(3, 3), 2, BrokerProfile.LEAN, Map.of()).properties();
        assertThat(properties)
                .containsEntry("process.roles", "broker")
                .containsEntry("node.id", "2")
                .containsEntry("controller.quorum.voters", "101@127.0.0.1:3101,102@127.0.0.1:3102,103@127.0.0.1:3103");
        assertThat(properties.get("listeners")).contains("OBSERVER").doesNotContain("CONTROLLER");
        assertThat(properties.get("listener.security.protocol.map")).contains("CONTROLLER:PLAINTEXT");
    }

    @Test
    void aControllerApartHasOneListenerAndTheSettingsOfTheRegion() {
        Map<String, String> properties = config(
                        new RegionNodes(2, 1), 101, BrokerProfile.LEAN, Map.of("broker.session.timeout.ms", "3000"))
                .properties();
        assertThat(properties)
                .containsEntry("process.roles", "controller")
                .containsEntry("listeners", "CONTROLLER://127.0.0.1:1004")
                .containsEntry("advertised.listeners", "CONTROLLER://127.0.0.1:2004")
                .containsEntry("controller.quorum.voters", "101@127.0.0.1:3101")
                .containsEntry("broker.session.timeout.ms", "3000")
                .containsEntry("offsets.topic.replication.factor", "2");
    }

    @Test
    void onlyTheClientsHaveToLogIn() {
        assertThat(config(3, BrokerProfile.LEAN, Map.of()).properties().get("listener.security.protocol.map"))
                .isEqualTo("CLIENT:SASL_PLAINTEXT,LINK:SASL_PLAINTEXT,MIRROR:SASL_PLAINTEXT,"
                        + "INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT,OBSERVER:PLAINTEXT");
    }

    @Test
    void theScenarioWinsAndIsNamedAsTheReason() {
        BrokerConfig config = config(3, BrokerProfile.LEAN, Map.of("num.io.threads", "16"));
        assertThat(config.properties()).containsEntry("num.io.threads", "16");
        assertThat(config.deviations())
                .filteredOn(deviation -> deviation.setting().equals("num.io.threads"))
                .containsExactly(new Deviation("num.io.threads", "16", "", "set by the scenario"));
    }

    @Test
    void everySettingBesidesTheTopologyIsDeclaredAsADeviation() {
        BrokerConfig lean = config(1, BrokerProfile.LEAN, Map.of("message.max.bytes", "1000"));
        BrokerConfig ordinary = config(3, BrokerProfile.KAFKA_DEFAULTS, Map.of());
        assertThat(lean.deviations()).allSatisfy(deviation -> assertThat(lean.properties())
                .containsEntry(deviation.setting(), deviation.value()));
        Map<String, String> undeclared = new TreeMap<>(lean.properties());
        lean.deviations().forEach(deviation -> undeclared.remove(deviation.setting()));
        Map<String, String> topology = new TreeMap<>(ordinary.properties());
        ordinary.deviations().forEach(deviation -> topology.remove(deviation.setting()));
        assertThat(undeclared.keySet()).isEqualTo(topology.keySet());
    }

    @Test
    void replicationOfInternalTopicsFitsASmallRegion() {
        assertThat(config(2, BrokerProfile.KAFKA_DEFAULTS, Map.of()).properties())
                .containsEntry("offsets.topic.replication.factor", "2")
                .containsEntry("transaction.state.log.min.isr", "1");
        assertThat(config(3, BrokerProfile.KAFKA_DEFAULTS, Map.of()).properties())
                .doesNotContainKey("offsets.topic.replication.factor");
    }

    @Test
    void whatThePlatformDecidesCannotBeOverridden() {
        assertThatThrownBy(() -> config(3, BrokerProfile.LEAN, Map.of("listeners", "CLIENT://:1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'listeners'");
    }

    @Test
    void theTextReadsBackAsTheSameProperties() throws Exception {
        BrokerConfig config = config(3, BrokerProfile.LEAN, Map.of("client.note", " #a=b:c\\d\u00e4\n"));
        Properties read = new Properties();
        read.load(new StringReader(config.text()));
        assertThat(read).isEqualTo(config.properties());
    }

    private static BrokerConfig config(int brokers, BrokerProfile profile, Map<String, String> overrides) {
        return config(RegionNodes.combined(brokers), 1, profile, overrides);
    }

    private static BrokerConfig config(
            RegionNodes nodes, int id, BrokerProfile profile, Map<String, String> overrides) {
        Map<Listener, HostPort> listens = new EnumMap<>(Listener.class);
        Map<Listener, HostPort> advertised = new EnumMap<>(Listener.class);
        for (Listener listener : Listener.values()) {
            listens.put(listener, new HostPort("127.0.0.1", 1000 + listener.ordinal()));
            advertised.put(listener, new HostPort("127.0.0.1", 2000 + listener.ordinal()));
        }
        Map<Integer, HostPort> voters = new TreeMap<>();
        for (int voter : nodes.voters()) {
            voters.put(voter, new HostPort("127.0.0.1", 3000 + voter));
        }
        return BrokerConfig.of(new BrokerSpec(
                "us-east", nodes, id, Path.of("/disk"), listens, advertised, voters, profile, overrides));
    }
}
