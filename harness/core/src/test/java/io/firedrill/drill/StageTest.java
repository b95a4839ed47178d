package io.firedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firedrill.evidence.RunFolder;
import io.firedrill.kafka.Credentials;
import io.firedrill.kafka.HostPort;
import io.firedrill.kafka.KafkaDistribution;
import io.firedrill.region.Child;
import io.firedrill.region.ChildExit;
import io.firedrill.region.KafkaProgram;
import io.firedrill.region.KafkaPrograms;
import io.firedrill.region.Launcher;
import io.firedrill.region.LoopbackAddress;
import io.firedrill.region.Paths;
import io.firedrill.region.Platform;
import io.firedrill.region.ProcessSupervisor;
import io.firedrill.region.Region;
import io.firedrill.region.RegionSpec;
import io.firedrill.region.RunContext;
import io.firedrill.region.SpokenChild;
import io.firedrill.region.WorkerProgram;
import io.firedrill.scenario.Fixtures;
import io.firedrill.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start that fails in its middle. */
class StageTest {
    @TempDir
    private Path root;

    private final List<String> closed = new ArrayList<>();

    @AfterEach
    void forget() {
        Thread.interrupted();
    }

    private static boolean somebodyAsksTheProxyServer() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("proxy-watch"));
    }

    @Test
    void nobodyWritesIntoTheEvidenceAfterAStartThatFailed() throws Exception {
        Platform platform = new NoRoom(() -> {});

        assertThatThrownBy(() -> stageOn(platform)).hasMessage("no room").hasNoSuppressedExceptions();
        assertThat(closed).containsExactly("asked: false, interrupted: false");
    }

    @Test
    void aStartThatIsInterruptedEndsEverythingAllTheSame() throws Exception {
        Platform platform = new NoRoom(() -> Thread.currentThread().interrupt());

        assertThatThrownBy(() -> stageOn(platform)).hasMessage("no room").hasNoSuppressedExceptions();
        assertThat(closed).containsExactly("asked: false, interrupted: false");
        assertThat(Thread.interrupted()).as("who was interrupted is so still").isTrue();
    }

    private void stageOn(Platform platform) throws Exception {
        Scenario scenario = Fixtures.read(Fixtures.regionLoss());
        Stage.on(
                        platform,
                        scenario,
                        Catalogues.of(scenario),
                        new RunFolder(root),
                        new DrillOptions(root, root, "", true, "0"),
                        fact -> {},
                        new Stage.Ears(child -> {}, exit -> {}, (region, event) -> {}, region -> {}))
                .close();
    }

    /** A platform with a proxy server that does not answer, on which no region can be made. */
    private final class NoRoom implements Platform {
        private final RunContext run;
        private final Runnable before;

        NoRoom(Runnable before) throws IOException {
            this.before = before;
            Path logs = Files.createDirectories(root.resolve("logs"));
            Files.createDirectories(root.resolve("data"));
            LoopbackAddress address = LoopbackAddress.claim();
            run = new RunContext(
                    ProcessSupervisor.open(),
                    address,
                    address,
                    new NoLauncher(),
                    Credentials.random(),
                    new KafkaPrograms(new KafkaDistribution(root, "1", List.of()), root),
                    Optional.empty(),
                    root.resolve("data"),
                    logs);
        }

        @Override
        public Region add(RegionSpec spec, Paths paths) throws IOException {
            assertThat(somebodyAsksTheProxyServer()).isTrue();
            before.run();
            throw new IOException("no room");
        }

        @Override
        public void close() throws IOException {
            closed.add("asked: " + somebodyAsksTheProxyServer() + ", interrupted: "
                    + Thread.currentThread().isInterrupted());
            run.supervisor().close();
            run.address().close();
        }

        @Override
        public RunContext run() {
            return run;
        }

        @Override
        public void onUnexpectedExit(Consumer<ChildExit> listener) {}

        @Override
        public Optional<HostPort> proxyServer() {
            return Optional.of(new HostPort(run.address().host(), 1));
        }

        @Override
        public void start() {
            throw new AssertionError("there are no regions");
        }

        @Override
        public Collection<? extends Region> regions() {
            return List.of();
        }

        @Override
        public Region region(String name) {
            throw new IllegalArgumentException(name);
        }

        @Override
        public void awaitReady(Duration atMost) {
            throw new AssertionError("there are no regions");
        }
    }

    private static final class NoLauncher implements Launcher {
        @Override
        public SpokenChild start(WorkerProgram program) throws IOException {
            throw new IOException("nothing runs here");
        }

        @Override
        public Child start(KafkaProgram program) throws IOException {
            throw new IOException("nothing runs here");
        }

        @Override
        public String pause(Collection<Child> children) throws IOException {
            throw new IOException("nothing runs here");
        }

        @Override
        public void resume(Collection<Child> children) throws IOException {
            throw new IOException("nothing runs here");
        }
    }
}
