package io.firedrill.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.kafka.JvmOptions;
import io.firedrill.kafka.KafkaDistribution;
import io.firedrill.region.engine.ContainerSpec;
import io.firedrill.region.engine.Engine;
import io.firedrill.region.engine.FakeEngine;
import io.firedrill.scenario.Endpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A broker of a run whose folder has a blank in its name. */
class ContainerLauncherTest {
    private static final Endpoint BROKER = Endpoint.broker("east", 1);

    @TempDir
    private Path root;

    private Path run;
    private FakeEngine fake;
    private LoopbackAddress address;
    private ContainerLauncher launcher;
    private final CountDownLatch houseEnds = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private final Queue<ChildExit> ended = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void start() throws Exception {
        run = Files.createDirectories(root.resolve("My Projects/run"));
        fake = new FakeEngine(root);
        new FakeThings(fake);
        fake.on("POST /networks/", call -> "200 ");
        fake.on("POST /containers/firedrill-", call -> "204 ");
        fake.on("GET /containers/firedrill-", call -> "200 ");
        fake.on("POST /containers/firedrill-0-broker/wait", call -> waited(over));
        fake.on("POST /containers/firedrill-0-broker-network/wait", call -> waited(houseEnds));
        address = LoopbackAddress.claim();
        ContainerAddresses addresses =
                new ContainerAddresses(address, new Subnets(0), new Topology(Map.of("east", 1), Set.of()));
        launcher = new ContainerLauncher(
                Engine.at(fake.socket()),
                new ContainerRun(
                        "0",
                        new ContainerOptions("kafka:1", "toxiproxy:1", ContainerSpec.Limits.NONE),
                        "1:1",
                        Map.of(),
                        List.of("shared", "own")),
                addresses,
                new KafkaPrograms(new KafkaDistribution(root, "1", List.of()), root.resolve("launch.jar")),
                run);
        launcher.onUnexpectedExit(ended::add);
    }

    private static String waited(CountDownLatch latch) {
        try {
            latch.await();
            return "200 {\"StatusCode\":137}";
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void stop() throws Exception {
        launcher.close();
        over.countDown();
        houseEnds.countDown();
        address.close();
        fake.close();
    }

    private Child broker() throws Exception {
        return launcher.start(new KafkaProgram(
                BROKER,
                ProgramRole.BROKER,
                "east/broker-1",
                "broker",
                new JavaProgram("kafka.Kafka", List.of(), "", JvmOptions.lean(64), Map.of()),
                run.resolve("broker.log"),
                List.of(run)));
    }

    @Test
    void nothingThatKafkasScriptsTakeApartAtBlanksHoldsOne() throws Exception {
        broker();

        JsonNode made = FakeThings.body(
                fake.calls("POST /containers/create?name=firedrill-0-broker ").get(0));
        assertThat(made.path("WorkingDir").asString()).isEqualTo(run.toString());
        assertThat(made.path("Env").toString()).contains("KAFKA_OPTS=@java.options\"", "LOG_DIR=/tmp\"");
        made.path("Env").forEach(variable -> {
            if (!variable.asString().startsWith("KAFKA_JVM_PERFORMANCE_OPTS=")) {
                assertThat(variable.asString()).doesNotContain(" ");
            }
        });
        assertThat(run.resolve("java.options")).exists();
    }

    @Test
    void theEndOfWhatHoldsABrokersNetworkIsTold() throws Exception {
        Child broker = broker();
        houseEnds.countDown();

        Awaitility.await().until(() -> !ended.isEmpty());
        assertThat(ended).singleElement().satisfies(exit -> assertThat(exit.name())
                .isEqualTo("the container with the network of east/broker-1"));
        assertThat(broker.isAlive()).isTrue();
    }

    @Test
    void anEngineThatNoLongerSaysWhetherABrokerRunsIsTold() throws Exception {
        fake.on("POST /containers/firedrill-0-broker/wait", call -> "500 {\"message\":\"shutting down\"}");
        broker();

        Awaitility.await().until(() -> !ended.isEmpty());
        assertThat(ended).singleElement().satisfies(exit -> {
            assertThat(exit.name()).isEqualTo("east/broker-1");
            assertThat(exit.describe())
                    .contains("nobody can tell whether it runs: the container engine", "shutting down");
        });
    }

    @Test
    void atTheEndOfARunItIsNoLoss() throws Exception {
        Child broker = broker();
        launcher.close();
        houseEnds.countDown();
        over.countDown();

        broker.exit().get();
        Awaitility.await().until(() -> launcher.watching() == 0);
        assertThat(ended).isEmpty();
    }

    @Test
    void aPauseIsWhatTheEngineDoesAndNoSignal() throws Exception {
        Child broker = broker();

        assertThat(launcher.pause(List.of(broker)))
                .contains("the container engine's pause")
                .doesNotContain("SIGSTOP");
        assertThat(fake.calls("POST /containers/firedrill-0-broker/pause")).hasSize(1);
    }
}
