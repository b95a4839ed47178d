package io.firedrill.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.firedrill.kafka.KafkaDistribution;
import io.firedrill.region.engine.Engine;
import io.firedrill.region.engine.FakeEngine;
import io.firedrill.scenario.RegionNodes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The platform on an engine that only says that it does what it is told; its proxy server answers. */
class ContainerPlatformTest {
    private static final ContainerOptions OPTIONS = new ContainerOptions("apache/kafka:4.0.0", "toxiproxy:1");

    @TempDir
    private Path folder;

    private FakeEngine fake;
    private FakeThings things;
    private final Queue<HttpServer> proxies = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void start() throws Exception {
        fake = new FakeEngine(folder);
        things = new FakeThings(fake);
        fake.on("GET /images/", call -> "200 {\"Id\":\"sha256:1\"}");
        fake.on("POST /networks/", call -> "200 ");
        fake.on("POST /containers/firedrill-", call -> startProxy());
        fake.on("GET /containers/firedrill-", call -> "200 ");
    }

    @AfterEach
    void stop() throws Exception {
        Thread.interrupted();
        proxies.forEach(proxy -> proxy.stop(0));
        fake.close();
    }

    private String startProxy() {
        JsonNode bindings = FakeThings.body(
                        fake.calls("POST /containers/create").get(0))
                .path("HostConfig")
                .path("PortBindings")
                .path("8474/tcp")
                .path(0);
        try {
            HttpServer proxy = HttpServer.create(
                    new InetSocketAddress(
                            bindings.path("HostIp").asString(),
                            Integer.parseInt(bindings.path("HostPort").asString())),
                    0);
            proxy.createContext("/version", exchange -> {
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            proxy.start();
            proxies.add(proxy);
            return "204 ";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ContainerPlatform open() throws IOException {
        return ContainerPlatform.open(
                Engine.at(fake.socket()),
                OPTIONS,
                new KafkaDistribution(folder, "4.3.1", List.of()),
                HarnessCache.at(folder.resolve("cache")),
                new Topology(Map.of("east", RegionNodes.combined(1)), Set.of()),
                folder.resolve("run/data"),
                folder.resolve("run/logs"));
    }

    @Test
    void whatItMakesIsLabelledAndGoesWhenItIsClosed() throws Exception {
        ContainerPlatform platform = open();

        assertThat(things.of(FakeThings.NETWORKS)).hasSize(2);
        assertThat(things.of(FakeThings.CONTAINERS)).hasSize(1);
        for (String kind : List.of(FakeThings.NETWORKS, FakeThings.CONTAINERS)) {
            assertThat(things.of(kind).values()).allSatisfy(labels -> assertThat(labels)
                    .containsKey(ContainerLabels.RUN)
                    .containsEntry("io.firedrill.folder", folder.resolve("run").toString()));
        }
        platform.close();
        assertThat(things.none()).isTrue();
    }

    @Test
    void nothingBearsALabelByWhichTestcontainersReaperWouldTakeIt() throws Exception {
        ContainerPlatform platform = open();

        for (String kind : List.of(FakeThings.NETWORKS, FakeThings.CONTAINERS)) {
            assertThat(things.of(kind).values()).as(kind).isNotEmpty().allSatisfy(labels -> assertThat(labels.keySet())
                    .allMatch(label -> label.startsWith("io.firedrill.")));
        }
        platform.close();
    }

    @Test
    void anEngineThatKeepsNoLogsIsAWarningAndNothingIsLeft() throws Exception {
        fake.on(
                "GET /containers/firedrill-",
                call -> "501 {\"message\":\"configured logging driver does not support reading\"}");
        List<String> warnings = new ArrayList<>();
        ContainerPlatform platform = open();
        platform.onWarning(warnings::add);

        platform.close();

        assertThat(things.none()).isTrue();
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("what the proxy server's container said was not kept", "logging driver");
    }

    @Test
    void aStartThatIsInterruptedInACallOfTheEngineLeavesNothing() {
        Thread opening = Thread.currentThread();
        fake.on("POST /containers/firedrill-", call -> {
            opening.interrupt();
            return startProxy();
        });

        assertThatThrownBy(this::open)
                .isInstanceOf(IOException.class)
                .satisfies(failure -> assertThat(failure.getSuppressed()).isEmpty());
        assertThat(Thread.interrupted()).as("who was interrupted is so still").isTrue();
        assertThat(things.none()).isTrue();
    }

    @Test
    void aStartThatFailsLeavesNothing() {
        fake.on("POST /containers/firedrill-", call -> "500 {\"message\":\"port is already allocated\"}");

        assertThatThrownBy(this::open).hasMessageContaining("port is already allocated");
        assertThat(things.none()).isTrue();
    }
}
