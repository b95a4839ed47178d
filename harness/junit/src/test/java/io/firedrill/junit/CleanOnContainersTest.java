package io.firedrill.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.region.ContainerLabels;
import io.firedrill.region.ContainerOptions;
import io.firedrill.region.engine.ContainerSpec;
import io.firedrill.region.engine.Engine;
import io.firedrill.run.ContainerLeftovers;
import io.firedrill.run.Installation;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a harness leaves that is killed with its watchdog, on a real engine, beside what others have there. */
@OnContainers
class CleanOnContainersTest {
    @TempDir
    private Path folder;

    @Test
    void onlyWhatADeadHarnessLeftIsRemoved() throws Exception {
        Engine engine = Engine.find();
        String image = ContainerOptions.official(Installation.find().build().kafkaVersion())
                .kafkaImage();
        String foreign = "firedrill-test-foreign=" + UUID.randomUUID();
        String[] words = foreign.split("=", 2);
        String others = engine.createToLookInto(image, Map.of(words[0], words[1]));
        String own = engine.createToLookInto(image, ContainerLabels.of("own-" + UUID.randomUUID(), folder));
        try {
            Path of = folder.resolve("dead");
            killHarnessOf(of, image);
            String label = "io.firedrill.folder=" + of;
            assertThat(engine.containers(label)).hasSize(1);
            assertThat(engine.networks(label)).hasSize(1);
            assertThat(engine.volumes(label))
                    .as("those that Kafka's image declares")
                    .isNotEmpty();

            ContainerLeftovers cleaned = ContainerLeftovers.clean(engine.socket());

            assertThat(cleaned.problems()).isEmpty();
            assertThat(cleaned.removed()).anyMatch(name -> name.startsWith("network firedrill-clean-"));
            assertThat(engine.containers(label)).isEmpty();
            assertThat(engine.networks(label)).isEmpty();
            assertThat(engine.volumes(label)).isEmpty();
            assertThat(cleaned.running()).contains(folder.toString());
            assertThat(ids(engine.containers("io.firedrill.folder=" + folder))).containsExactly(own);
            assertThat(ids(engine.containers(foreign))).containsExactly(others);
        } finally {
            engine.remove(own);
            engine.remove(others);
        }
    }

    private static List<String> ids(List<Engine.Labelled> all) {
        return all.stream().map(Engine.Labelled::id).toList();
    }

    private static void killHarnessOf(Path run, String image) throws Exception {
        Process harness = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Harness.class.getName(),
                        run.toString(),
                        image)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(harness.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(said.readLine()).isEqualTo("made");
        } finally {
            harness.destroyForcibly();
        }
        assertThat(harness.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    /** Makes a network and a container with its volumes, with a run's labels, says so, and waits to be killed. */
    static final class Harness {
        private Harness() {}

        public static void main(String[] args) throws Exception {
            Engine engine = Engine.find();
            String run = "clean-" + UUID.randomUUID();
            Map<String, String> labels = ContainerLabels.of(run, Path.of(args[0]));
            // A block that no run takes: those are of 198.18.0.0/15.
            String network = engine.createNetwork("firedrill-" + run, "192.0.2.0/28", true, labels);
            engine.create(container("firedrill-" + run, args[1], network, labels));
            System.out.println("made");
            System.in.read();
            Thread.currentThread().join();
        }

        private static ContainerSpec container(String name, String image, String network, Map<String, String> labels) {
            return new ContainerSpec(
                    name,
                    image,
                    Optional.empty(),
                    name,
                    Map.of(),
                    List.of("true"),
                    List.of(),
                    false,
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    List.of(new ContainerSpec.Attachment(network, "192.0.2.3")),
                    ContainerSpec.Limits.NONE,
                    Map.of(),
                    labels);
        }
    }
}
