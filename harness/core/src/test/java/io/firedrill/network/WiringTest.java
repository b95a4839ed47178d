package io.firedrill.network;

import static eu.rekawek.toxiproxy.model.ToxicDirection.DOWNSTREAM;
import static eu.rekawek.toxiproxy.model.ToxicDirection.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;

import eu.rekawek.toxiproxy.model.ToxicDirection;
import io.firedrill.kafka.HostPort;
import io.firedrill.kafka.Listener;
import io.firedrill.kafka.NodeRole;
import io.firedrill.region.LoopbackAddress;
import io.firedrill.scenario.Endpoint;
import io.firedrill.scenario.RegionNodes;
import io.firedrill.toxiproxy.ToxiproxyServer;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Two regions of two brokers, and a MirrorMaker in the west. */
class WiringTest {
    private static final Map<String, RegionNodes> NODES =
            Map.of("east", RegionNodes.combined(2), "west", RegionNodes.combined(2));

    private ToxiproxyServer server;
    private Network network;
    private LoopbackAddress address;

    @BeforeEach
    void start() throws Exception {
        server = new ToxiproxyServer();
        network = new Network("127.0.0.1", server.start("127.0.0.1", 0));
    }

    @AfterEach
    void stop() throws Exception {
        network.close();
        server.close();
        address.close();
    }

    private void lay(LoopbackAddress at) throws Exception {
        lay(at, NODES);
    }

    private void lay(LoopbackAddress at, Map<String, RegionNodes> regions) throws Exception {
        address = at;
        Wiring wiring = new Wiring(network, at, regions, Map.of("west", Set.of("east")));
        for (var region : regions.entrySet()) {
            for (int id : region.getValue().ids()) {
                for (Listener listener : NodeRole.of(id, region.getValue()).listeners()) {
                    if (listener.proxied()) {
                        HostPort upstream = at.reserve(at.of(Endpoint.node(region.getKey(), id)));
                        assertThat(wiring.reserve(region.getKey(), id, listener, upstream))
                                .isPresent();
                    }
                }
            }
        }
    }

    private Map<String, ToxicDirection> between(String one, String other) {
        Map<String, ToxicDirection> ways = new TreeMap<>();
        for (Way way : network.between(
                Endpoint.parse(one).orElseThrow(), Endpoint.parse(other).orElseThrow())) {
            assertThat(ways.put(way.wire().name(), way.forward())).isNull();
        }
        return ways;
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void twoBrokersHaveAWireEachWayOnEachOfTheirListeners() throws Exception {
        lay(LoopbackAddress.claim());

        assertThat(between("east.1", "east.2"))
                .isEqualTo(Map.of(
                        "east.1-to-east.2.internal", UPSTREAM,
                        "east.1-to-east.2.controller", UPSTREAM,
                        "east.2-to-east.1.internal", DOWNSTREAM,
                        "east.2-to-east.1.controller", DOWNSTREAM));
        assertThat(between("east.2", "east.brokers")).isEqualTo(between("east.2", "east.1"));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void controllersApartAreReachedByTheNodesOfTheirRegionAndNobodyElse() throws Exception {
        Map<String, RegionNodes> apart = Map.of("east", new RegionNodes(1, 3), "west", RegionNodes.combined(1));
        lay(LoopbackAddress.claim(), apart);

        assertThat(network.to("east", Listener.CONTROLLER))
                .hasSize(9)
                .allMatch(wire -> wire.target().part() == Endpoint.Part.CONTROLLER)
                .allMatch(wire -> wire.sources().size() == 1);
        assertThat(between("east.1", "east.controllers"))
                .isEqualTo(Map.of(
                        "east.1-to-east.101.controller", UPSTREAM,
                        "east.1-to-east.102.controller", UPSTREAM,
                        "east.1-to-east.103.controller", UPSTREAM));
        assertThat(between("east.101", "east.102"))
                .isEqualTo(Map.of(
                        "east.101-to-east.102.controller", UPSTREAM,
                        "east.102-to-east.101.controller", DOWNSTREAM));
        assertThat(between("east.brokers", "east.brokers")).as("one broker").isEmpty();
        assertThat(between("west", "east.controllers")).isEmpty();
        assertThat(between("east.clients", "east.controllers")).isEmpty();
        assertThat(network.wires().stream().map(Wire::name))
                .containsExactlyInAnyOrderElementsOf(planned(apart, "east", "west"));
    }

    /** Everything that a check sees beforehand. */
    private static List<String> planned(Map<String, RegionNodes> regions, String one, String other) {
        Map<String, Set<String>> mirrors = Map.of("west", Set.of("east"));
        return Stream.of(List.of(one, other), List.of(one, one), List.of(other, other))
                .flatMap(ends ->
                        Wiring.planned(regions, mirrors, Endpoint.region(ends.get(0)), Endpoint.region(ends.get(1)))
                                .stream())
                .map(way -> way.wire().name())
                .toList();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void servicesAndMirrorMakerHaveWiresOfTheirOwn() throws Exception {
        lay(LoopbackAddress.claim());

        assertThat(between("east.1", "east.clients")).isEqualTo(Map.of("east.clients-to-east.1.client", DOWNSTREAM));
        assertThat(between("west.clients", "west.brokers"))
                .isEqualTo(Map.of(
                        "west.clients-to-west.1.client", UPSTREAM,
                        "west.clients-to-west.2.client", UPSTREAM));
        assertThat(between("west.mirror", "west.2")).isEqualTo(Map.of("west.mirror-to-west.2.client", UPSTREAM));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void twoRegionsHaveTheLinksOfBoth() throws Exception {
        lay(LoopbackAddress.claim());

        assertThat(between("east", "west"))
                .isEqualTo(Map.of(
                        "east-to-west.1.link", UPSTREAM,
                        "east-to-west.2.link", UPSTREAM,
                        "west-to-east.1.link", DOWNSTREAM,
                        "west-to-east.2.link", DOWNSTREAM,
                        "west.mirror-to-east.1.mirror", DOWNSTREAM,
                        "west.mirror-to-east.2.mirror", DOWNSTREAM));
        assertThat(between("east.1", "west"))
                .isEqualTo(Map.of("west-to-east.1.link", DOWNSTREAM, "west.mirror-to-east.1.mirror", DOWNSTREAM));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aMirrorMakerCanBePartedAloneFromTheRegionThatItCopies() throws Exception {
        lay(LoopbackAddress.claim());

        assertThat(between("west.mirror", "east"))
                .isEqualTo(Map.of(
                        "west.mirror-to-east.1.mirror", UPSTREAM,
                        "west.mirror-to-east.2.mirror", UPSTREAM));
        assertThat(between("west.mirror", "east.2")).isEqualTo(Map.of("west.mirror-to-east.2.mirror", UPSTREAM));
        assertThat(between("east.mirror", "west")).as("none runs there").isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void nothingLiesWhereNobodyConnects() throws Exception {
        lay(LoopbackAddress.claim());

        assertThat(between("east.clients", "east.mirror")).isEmpty();
        assertThat(between("east.1", "east.1")).isEmpty();
        assertThat(between("east.mirror", "east.1")).isEmpty();
        assertThat(between("east.1", "west.1")).isEmpty();
        assertThat(between("north", "east")).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void eachSourceListensAtItsOwnAddressOnTheBrokersPort() throws Exception {
        lay(LoopbackAddress.claim());

        for (Wire wire : network.wires()) {
            String own = address.of(wire.sources().iterator().next());
            assertThat(wire.listen().host())
                    .as(wire.name())
                    .isEqualTo(wire.leadsTo(Listener.LINK) ? address.host() : own);
        }
        List<Integer> ports = network.to("west", Listener.CLIENT).stream()
                .map(wire -> wire.listen().port())
                .toList();
        assertThat(ports).hasSize(4);
        assertThat(Set.copyOf(ports)).as("one for each broker").hasSize(2);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aPortThatIsTakenAtOneSourceIsGivenUpAtAll() throws Exception {
        address = LoopbackAddress.claim();
        Wiring wiring = new Wiring(network, address, Map.of("east", RegionNodes.combined(3)), Map.of());
        HostPort upstream = address.reserve(address.of(Endpoint.broker("east", 1)));
        try (ServerSocket somebody = new ServerSocket()) {
            somebody.bind(new HostPort(address.of(Endpoint.broker("east", 3)), upstream.port()).socketAddress());

            assertThat(wiring.reserve("east", 1, Listener.INTERNAL, upstream)).isEmpty();
            assertThat(network.wires()).isEmpty();
        }
        assertThat(wiring.reserve("east", 1, Listener.INTERNAL, upstream))
                .isEqualTo(Optional.of(new HostPort("east.firedrill", upstream.port())));
        assertThat(network.wires()).hasSize(2);
    }

    @Test
    void whereAllShareAnAddressOneWireServesAllAndPairsCannotBeToldApart() throws Exception {
        lay(LoopbackAddress.shared());

        assertThat(network.wires()).hasSize(18);
        assertThat(between("east.1", "east.2")).isEmpty();
        assertThat(between("west.clients", "west.brokers")).isEmpty();
        assertThat(between("east.clients", "east.brokers"))
                .as("no MirrorMaker runs there, so the listener is the services' alone")
                .hasSize(2);
        assertThat(between("east.brokers", "east.brokers")).hasSize(4);
        assertThat(between("east", "west")).hasSize(6);
        assertThat(between("west.mirror", "east")).as("a listener of its own").hasSize(2);
    }
}
