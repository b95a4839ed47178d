package io.firedrill.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.kafka.JvmOptions;
import io.firedrill.kafka.KafkaDistribution;
import io.firedrill.region.engine.Engine;
import io.firedrill.region.engine.FakeEngine;
import io.firedrill.scenario.Endpoint;
import io.firedrill.scenario.Environment;
import io.firedrill.scenario.NodeLimits;
import io.firedrill.scenario.RegionNodes;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private ProcessSupervisor supervisor;
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
        supervisor = ProcessSupervisor.open();
        launcher = launcher(new ContainerOptions("kafka:1", "toxiproxy:1"));
        launcher.onUnexpectedExit(ended::add);
    }

    private ContainerLauncher launcher(ContainerOptions options) throws Exception {
        ContainerAddresses addresses = new ContainerAddresses(
                address,
                new Subnets(0),
                new Topology(Map.of("east", RegionNodes.combined(1)), Set.of(), Set.of("east")));
        return new ContainerLauncher(
                Engine.at(fake.socket()),
                new ContainerRun("0", options, "1:1", Map.of(), List.of("shared", "own", "services")),
                addresses,
                new KafkaPrograms(new KafkaDistribution(root, "1", List.of()), root.resolve("launch.jar")),
                supervisor,
                run);
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
        supervisor.close();
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
    void workersOfARegionComeOneAfterTheOtherIntoItsNetworkAndAreSpokenWith() throws Exception {
        fake.on("POST /containers/firedrill-0-worker-1/wait", call -> "200 {\"StatusCode\":0}");
        fake.on("POST /containers/firedrill-0-worker-2/wait", call -> waited(over));
        fake.on("POST /containers/firedrill-0-services-east-network/wait", call -> waited(over));
        fake.on("POST /containers/firedrill-0-worker-1/attach", call -> "101 ready\n");
        fake.on("POST /containers/firedrill-0-worker-2/attach", call -> "101 ready\n");
        launcher = launcher(new ContainerOptions(
                "kafka:1", "toxiproxy:1", Environment.Workers.CONTAINERS, NodeLimits.NONE, Map.of()));
        launcher.onUnexpectedExit(ended::add);

        SpokenChild first = worker(1);
        SpokenChild second = worker(2);

        assertThat(new BufferedReader(new InputStreamReader(first.output(), StandardCharsets.UTF_8)).readLine())
                .isEqualTo("ready");
        assertThat(first.exit().get().asked()).as("it ended in order").isTrue();
        assertThat(second.isAlive()).isTrue();
        assertThat(ended).isEmpty();
        JsonNode made = FakeThings.body(
                fake.calls("POST /containers/create?name=firedrill-0-worker-2 ").get(0));
        assertThat(made.path("OpenStdin").asBoolean()).isTrue();
        assertThat(made.path("HostConfig").path("NetworkMode").asString())
                .isEqualTo("container:firedrill-0-services-east-network");
        assertThat(made.path("Entrypoint").toString()).contains("io.firedrill.launch.Child", "Worker");
        JsonNode house = FakeThings.body(fake.calls("POST /containers/create?name=firedrill-0-services-east-network ")
                .get(0));
        assertThat(house.path("HostConfig").path("NetworkMode").asString()).isEqualTo("shared");
        assertThat(fake.calls("POST /networks/own/connect"))
                .as("canaries of what begins at the region's broker run beside its services")
                .singleElement()
                .asString()
                .contains("firedrill-0-services-east-network");
    }

    private SpokenChild worker(int incarnation) throws Exception {
        return launcher.start(new WorkerProgram(
                Endpoint.clients("east"),
                "east worker " + incarnation,
                "worker-" + incarnation,
                new JavaProgram("Worker", List.of(), root.toString(), JvmOptions.lean(64), Map.of()),
                run.resolve("worker-" + incarnation + ".log"),
                List.of(run)));
    }

    @Test
    void aWorkerOfThisMachineIsAProcessOfIt() throws Exception {
        SpokenChild worker = worker(1);

        assertThat(worker).isInstanceOf(ChildProcess.class);
        assertThat(fake.calls("POST /containers/create")).isEmpty();
    }

    @Test
    void aBrokerIsLimitedAsItsRegionOrElseTheEnvironmentSaysAndWhatHoldsItsNetworkIsNot() throws Exception {
        NodeLimits all = new NodeLimits(Optional.of(1L << 30), Optional.of(2.0));
        launcher = launcher(new ContainerOptions(
                "kafka:1",
                "toxiproxy:1",
                Environment.Workers.HOST,
                all,
                Map.of("east", new NodeLimits(Optional.of(768L << 20), Optional.of(0.5)))));
        broker();
        assertThat(limits("firedrill-0-broker")).isEqualTo("805306368 805306368 500000000");
        assertThat(limits("firedrill-0-broker-network")).isEqualTo("  ");

        launcher.close();
        launcher = launcher(new ContainerOptions(
                "kafka:1", "toxiproxy:1", Environment.Workers.HOST, all, Map.of("west", NodeLimits.NONE)));
        broker();
        assertThat(limits("firedrill-0-broker")).isEqualTo("1073741824 1073741824 2000000000");
    }

    /** Memory, memory and swap, and billionths of a processor, as the newest container of a name was made with. */
    private String limits(String container) {
        List<String> made = fake.calls("POST /containers/create?name=" + container + " ");
        JsonNode host = FakeThings.body(made.get(made.size() - 1)).path("HostConfig");
        return host.path("Memory").asString("") + " "
                + host.path("MemorySwap").asString("") + " "
                + host.path("NanoCpus").asString("");
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
