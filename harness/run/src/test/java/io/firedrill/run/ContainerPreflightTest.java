package io.firedrill.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firedrill.drill.Plan;
import io.firedrill.drill.Progress;
import io.firedrill.region.ContainerOptions;
import io.firedrill.region.HarnessCache;
import io.firedrill.region.engine.Engine;
import io.firedrill.region.engine.FakeEngine;
import io.firedrill.scenario.Environment;
import io.firedrill.scenario.NodeLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of an engine before a drill begins. */
class ContainerPreflightTest {
    private static final ContainerOptions OPTIONS = new ContainerOptions("kafka:1", "toxiproxy:1");

    @TempDir
    private Path folder;

    private FakeEngine fake;
    private HarnessCache cache;
    private final List<String> said = new ArrayList<>();
    private final Progress progress = new Progress() {
        @Override
        public void event(String text) {
            said.add(text);
        }

        @Override
        public void live(String text) {}

        @Override
        public void warn(String text) {}
    };

    @BeforeEach
    void start() throws Exception {
        fake = new FakeEngine(folder);
        cache = HarnessCache.at(folder.resolve("cache"));
        fake.answers.put("GET /images/kafka:1/json", "200 {\"Id\":\"sha256:1\"}");
        fake.on("POST /containers/create", call -> "201 {\"Id\":\"look\"}");
        fake.on("HEAD /containers/look/archive", call -> "200 ");
        fake.on("GET /containers/look/archive", call -> "404 {}");
        fake.on("DELETE /containers/look", call -> "204 ");
    }

    @AfterEach
    void stop() throws Exception {
        fake.close();
    }

    private ContainerPreflight preflight() throws IOException, RefusedException {
        return ContainerPreflight.of(
                Plan.of(Scenarios.regionLoss().scenario()), OPTIONS, Engine.at(fake.socket()), cache);
    }

    @Test
    void anImageThatIsNotHereIsPulledBeforeTheDrillAndThatIsSaid() throws Exception {
        fake.on("POST /images/create", call -> "200 {}");
        ContainerPreflight preflight = preflight();
        assertThat(preflight.absent()).containsExactly("toxiproxy:1");
        assertThat(preflight.problems()).isEmpty();

        preflight.provide(progress, cache);

        assertThat(fake.calls("POST /images/create")).singleElement().asString().contains("fromImage=toxiproxy&tag=1");
        assertThat(said).singleElement().asString().contains("pulling the image toxiproxy:1");
    }

    @Test
    void moreProcessorTimeThanTheEngineHasIsRefusedBeforeAnythingIsStarted() throws Exception {
        ContainerOptions eight = new ContainerOptions(
                OPTIONS.kafkaImage(),
                OPTIONS.toxiproxyImage(),
                OPTIONS.workers(),
                new NodeLimits(Optional.empty(), Optional.of(8.0)),
                Map.of("us-west", new NodeLimits(Optional.empty(), Optional.of(4.0))));

        assertThat(ContainerPreflight.of(
                                Plan.of(Scenarios.regionLoss().scenario()), eight, Engine.at(fake.socket()), cache)
                        .problems())
                .containsExactly(
                        "each broker may take 800% of a processor, and Docker 20.10.24 has 4 of them: say 400% at"
                                + " most");
        assertThat(fake.calls("POST /containers/create")).isEmpty();
    }

    private void memory(long mebibytes) {
        fake.answers.put(
                "GET /info",
                "200 {\"MemTotal\":" + (mebibytes << 20) + ",\"KernelVersion\":\"" + System.getProperty("os.version")
                        + "\"}");
    }

    @Test
    void anEngineWithTooLittleMemoryIsRefusedBeforeAnythingIsStarted() throws Exception {
        Plan plan = Plan.of(Scenarios.regionLoss().scenario());
        long needed = (plan.footprint().memoryBytes() + (1 << 20) - 1) >> 20;
        memory(1024);

        assertThat(preflight().problems())
                .singleElement()
                .asString()
                .startsWith("the drill needs about "
                        + Preflight.bytes(plan.footprint().memoryBytes()) + " of memory")
                .contains("Docker 20.10.24 has 1.0 GiB in all", "--set regions.REGION.brokers=1");
        assertThat(fake.calls("POST /containers/create")).isEmpty();

        memory(needed - 1);
        assertThat(preflight().problems()).hasSize(1);
        memory(needed);
        assertThat(preflight().problems()).isEmpty();
    }

    @Test
    void withoutAnImageNothingIsStarted() throws Exception {
        fake.on("POST /images/create", call -> "500 {\"message\":\"no such host\"}");
        ContainerPreflight preflight = preflight();

        assertThatThrownBy(() -> preflight.provide(progress, cache))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("the image toxiproxy:1 is not on Docker 20.10.24")
                .hasMessageContaining("no such host")
                .hasMessageContaining("docker pull toxiproxy:1");
    }

    @Test
    void whereToxiproxysOfficialImageLiesIsSaidAndNotThatItsDefaultNameCanBePulled() throws Exception {
        fake.on("POST /images/create", call -> "404 {\"message\":\"manifest unknown\"}");
        ContainerPreflight preflight = ContainerPreflight.of(
                Plan.of(Scenarios.regionLoss().scenario()),
                new ContainerOptions("kafka:1", ContainerOptions.TOXIPROXY),
                Engine.at(fake.socket()),
                cache);

        assertThatThrownBy(() -> preflight.provide(progress, cache))
                .hasMessageContaining("manifest unknown: build it with ci/images/build")
                .hasMessageContaining("GitHub's container registry")
                .hasMessageContaining("tag it " + ContainerOptions.TOXIPROXY)
                .hasMessageContaining("environment file (--on)")
                .message()
                .doesNotContain("docker pull");
    }

    @Test
    void anImageThatIsNoKafkaOfTheRightKindIsRefusedBeforeAnythingIsStarted() throws Exception {
        fake.on("HEAD /containers/look/archive", call -> call.contains("%2Fbin%2Fsh ") ? "200 " : "404 {}");

        assertThat(preflight().problems())
                .singleElement()
                .asString()
                .contains("the image kafka:1 holds no kafka-run-class.sh", "apache/kafka-native", "Redpanda");
    }

    @Test
    void anImageIsLookedIntoOnceWhateverBecomesOfIt() throws Exception {
        assertThat(preflight().problems()).isEmpty();
        assertThat(preflight().problems()).isEmpty();

        assertThat(fake.calls("POST /containers/create")).hasSize(1);
        assertThat(fake.calls("DELETE /containers/look")).hasSize(1);
        assertThat(fake.calls("POST /containers/look/start")).isEmpty();
    }

    @Test
    void workersNeedAJavaInTheImage() throws Exception {
        fake.on("HEAD /containers/look/archive", call -> call.contains("%2Fjava ") ? "404 {}" : "200 ");
        ContainerOptions inside = new ContainerOptions(
                "kafka:1", "toxiproxy:1", Environment.Workers.CONTAINERS, NodeLimits.NONE, Map.of());

        assertThat(preflight().problems()).isEmpty();
        assertThat(ContainerPreflight.of(
                                Plan.of(Scenarios.regionLoss().scenario()), inside, Engine.at(fake.socket()), cache)
                        .problems())
                .singleElement()
                .asString()
                .contains("the image kafka:1 holds no java", "leave `workers: containers` out");
    }

    /** An archive of one entry, as an engine hands it out; of plain text, since the test's engine speaks it. */
    private static String tar(char type, String link, String text) {
        StringBuilder header = new StringBuilder("\0".repeat(512));
        header.replace(124, 135, String.format("%011o", text.length()));
        header.setCharAt(156, type);
        header.replace(157, 157 + link.length(), link);
        return header + text + "\0".repeat(512);
    }

    private void javaOnThePath(String version) {
        fake.answers.put(
                "GET /images/kafka:1/json", "200 {\"Id\":\"sha256:1\",\"Config\":{\"Env\":[\"PATH=/usr/bin\"]}}");
        fake.on("GET /containers/look/archive", call -> "404 {}");
        fake.on(
                "GET /containers/look/archive?path=%2Fusr%2Fbin%2Fjava",
                call -> "200 " + tar('2', "../lib/jvm/eleven/bin/java", ""));
        fake.on(
                "GET /containers/look/archive?path=%2Fusr%2Flib%2Fjvm%2Feleven%2Frelease",
                call -> "200 " + tar('0', "", "IMPLEMENTOR=\"somebody\"\nJAVA_VERSION=\"" + version + "\"\n"));
    }

    @Test
    void anImageWhoseJavaIsTooOldIsRefusedBeforeAnythingIsStarted() throws Exception {
        javaOnThePath("11.0.24");

        assertThat(preflight().problems())
                .singleElement()
                .asString()
                .contains("the image kafka:1 runs Java 11", "needs 17 or newer", "--set images.kafka=IMAGE");
    }

    @Test
    void theJavaThatTheImageNamesIsTheOneThatIsLookedAt() throws Exception {
        javaOnThePath("1.8.0_402");
        fake.answers.put(
                "GET /images/kafka:1/json",
                "200 {\"Id\":\"sha256:1\",\"Config\":{\"Env\":[\"PATH=/usr/bin\",\"JAVA_HOME=/java\"]}}");
        fake.on(
                "GET /containers/look/archive?path=%2Fjava%2Frelease",
                call -> "200 " + tar('0', "", "JAVA_VERSION=\"21.0.4\"\n"));

        assertThat(preflight().problems()).isEmpty();
    }

    @Test
    void aJavaThatDoesNotSayWhichItIsIsNotRefused() throws Exception {
        fake.on("GET /containers/look/archive", call -> "404 {}");

        assertThat(preflight().problems()).isEmpty();
    }

    @Test
    void anEngineThatWillNotDoIsRefusedByName() throws Exception {
        fake.answers.put(
                "GET /info", "200 {\"KernelVersion\":\"6.6.12-linuxkit\",\"SecurityOptions\":[\"name=rootless\"]}");

        assertThat(preflight().problems())
                .anySatisfy(problem -> assertThat(problem).contains("a clock of its own"))
                .anySatisfy(problem -> assertThat(problem).contains("rootless"));
    }
}
