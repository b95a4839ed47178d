package io.firedrill.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firedrill.kafka.HostPort;
import io.firedrill.kafka.Listener;
import io.firedrill.scenario.Endpoint;
import io.firedrill.scenario.RegionNodes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two regions of two brokers, and a MirrorMaker in the west. */
class ContainerAddressesTest {
    private static final Endpoint EAST_1 = Endpoint.broker("east", 1);
    private static final Endpoint MIRROR = Endpoint.mirror("west");

    private static final Map<String, RegionNodes> NODES =
            Map.of("east", RegionNodes.combined(2), "west", RegionNodes.combined(2));

    @TempDir
    private Path folder;

    private LoopbackAddress machine;
    private ContainerAddresses addresses;

    @BeforeEach
    void claim() throws Exception {
        machine = LoopbackAddress.claim();
        addresses = new ContainerAddresses(machine, new Subnets(0), new Topology(NODES, Set.of("west")));
    }

    @AfterEach
    void free() throws Exception {
        machine.close();
    }

    private String hosts(Endpoint process) throws Exception {
        Path file = folder.resolve("hosts");
        addresses.writeHostsFile(process, file);
        return Files.readString(file);
    }

    @Test
    void aBrokerFindsItselfAtHomeAndTheOthersOfItsRegionBehindItsProxies() throws Exception {
        assertThat(hosts(EAST_1).lines())
                .containsExactly(
                        "127.0.0.1 localhost east-1 east-1.firedrill",
                        addresses.of(EAST_1) + " firedrill east-2.firedrill");
    }

    @Test
    void aControllerApartFindsItselfAtHomeAndHasNoListenerButItsOwn() throws Exception {
        ContainerAddresses apart = new ContainerAddresses(
                machine, new Subnets(0), new Topology(Map.of("east", new RegionNodes(1, 3)), Set.of()));
        Endpoint controller = Endpoint.node("east", 102);
        Path file = folder.resolve("hosts");
        apart.writeHostsFile(controller, file);

        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "127.0.0.1 localhost east-102 east-102.firedrill",
                        apart.of(controller) + " firedrill east-1.firedrill east-101.firedrill east-103.firedrill");
        assertThat(apart.reserve(controller, Listener.CONTROLLER).binds().host())
                .isEqualTo("0.0.0.0");
        assertThatThrownBy(() -> apart.reserve(controller, Listener.CLIENT)).hasMessageContaining("CLIENT");
        assertThatThrownBy(() -> apart.reserve(Endpoint.broker("east", 1), Listener.CONTROLLER))
                .hasMessageContaining("CONTROLLER");
    }

    @Test
    void aMirrorMakerFindsTheBrokersOfAllRegionsBehindItsProxies() throws Exception {
        assertThat(hosts(MIRROR).lines().toList().get(0)).isEqualTo("127.0.0.1 localhost west-mirror");
        assertThat(hosts(MIRROR).lines().toList().get(1))
                .startsWith(addresses.of(MIRROR) + " firedrill ")
                .contains("west-1.firedrill", "west-2.firedrill", "east-1.firedrill", "east-2.firedrill");
    }

    @Test
    void servicesOfThisMachineFindTheirRegionWhereTheProxyServerIsOnTheSharedNetwork() throws Exception {
        assertThat(hosts(Endpoint.clients("west")))
                .endsWith("198.18.0.2 firedrill west-1.firedrill west-2.firedrill\n");
        assertThat(addresses.shared(20_009)).isEqualTo(new HostPort("198.18.0.2", 20_009));
        assertThat(addresses.of(Endpoint.clients("west"))).isEqualTo("198.18.0.2");
    }

    @Test
    void noPortIsGivenTwice() throws Exception {
        Set<Integer> ports = new HashSet<>();
        for (String region : new String[] {"east", "west"}) {
            for (int broker = 1; broker <= 2; broker++) {
                for (Listener listener : Listener.values()) {
                    Listening place = addresses.reserve(Endpoint.broker(region, broker), listener);
                    assertThat(ports.add(place.binds().port())).isTrue();
                    assertThat(place.binds().host()).isEqualTo("0.0.0.0");
                    assertThat(place.upstream().port()).isEqualTo(place.binds().port());
                }
            }
        }
    }

    @Test
    void theHarnessFindsABrokerPastItsProxiesOnTheSharedNetwork() throws Exception {
        Listening place = addresses.reserve(EAST_1, Listener.OBSERVER);

        assertThat(place.direct())
                .isEqualTo(new HostPort(
                        "198.18.0." + (3 + addresses.node(EAST_1)),
                        place.binds().port()));
        assertThat(place.upstream().host()).isNotEqualTo(place.direct().host());
    }

    @Test
    void workersInContainersFindEverythingOnTheirOwnNetworkOrOnTheSharedOne() throws Exception {
        ContainerAddresses inside = new ContainerAddresses(
                machine, new Subnets(0), new Topology(NODES, Set.of("west"), Set.of("east", "west")));
        Endpoint services = Endpoint.clients("west");
        Path file = folder.resolve("hosts");
        inside.writeHostsFile(services, file);

        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "127.0.0.1 localhost west-clients",
                        inside.of(services) + " firedrill west-1.firedrill west-2.firedrill");
        assertThat(inside.shared(20_009)).isEqualTo(new HostPort("198.18.0.2", 20_009));
        HostPort listens = inside.listens(services);
        assertThat(inside.of(services).substring(0, inside.of(services).lastIndexOf('.')))
                .isEqualTo(listens.host().substring(0, listens.host().lastIndexOf('.')));
    }

    @Test
    void nobodyCanBeMoved() {
        assertThat(addresses.movable()).isFalse();
        assertThatThrownBy(() -> addresses.move(EAST_1)).hasMessageContaining("keeps the address");
    }
}
