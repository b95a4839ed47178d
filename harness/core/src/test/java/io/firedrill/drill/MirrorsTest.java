package io.firedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.kafka.Credentials;
import io.firedrill.kafka.JvmOptions;
import io.firedrill.kafka.KafkaDistribution;
import io.firedrill.region.Addressing;
import io.firedrill.region.Child;
import io.firedrill.region.ChildExit;
import io.firedrill.region.KafkaProgram;
import io.firedrill.region.KafkaPrograms;
import io.firedrill.region.Launcher;
import io.firedrill.region.Region;
import io.firedrill.region.RunContext;
import io.firedrill.region.SpokenChild;
import io.firedrill.region.WorkerProgram;
import io.firedrill.replication.FlowSpec;
import io.firedrill.replication.MirrorMaker;
import io.firedrill.replication.ReplicationPolicy;
import io.firedrill.scenario.ReplicationSpec;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MirrorMakers whose processes are only states. */
class MirrorsTest {
    private static final ReplicationSpec FLOW = new ReplicationSpec(
            "us-west",
            "us-east",
            List.of("orders"),
            ReplicationSpec.Policy.DEFAULT,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            Map.of(),
            ReplicationSpec.Started.BY_STEP);

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();
    private final Mirrors mirrors = new Mirrors(this::mirrorMaker);

    private MirrorMaker mirrorMaker(ReplicationSpec flow) {
        RunContext run = new RunContext(
                null,
                null,
                (Addressing) Proxy.newProxyInstance(
                        Addressing.class.getClassLoader(),
                        new Class<?>[] {Addressing.class},
                        (self, method, args) -> null),
                new Processes(),
                Credentials.random(),
                new KafkaPrograms(new KafkaDistribution(folder, "0", List.of()), folder),
                Optional.empty(),
                folder,
                folder);
        return new MirrorMaker(
                run,
                new FlowSpec(
                        flow.from(),
                        flow.to(),
                        flow.topics(),
                        ReplicationPolicy.DEFAULT,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Map.of()),
                region(),
                region(),
                JvmOptions.lean(MirrorMaker.HEAP_MEBIBYTES),
                Optional.empty());
    }

    private static Region region() {
        return (Region) Proxy.newProxyInstance(
                Region.class.getClassLoader(),
                new Class<?>[] {Region.class},
                (self, method, args) -> method.getName().equals("brokers") ? List.of(1, 2, 3) : "nowhere:1");
    }

    private final class Processes implements Launcher {
        @Override
        public SpokenChild start(WorkerProgram program) {
            throw new UnsupportedOperationException("there are no services");
        }

        @Override
        public Child start(KafkaProgram program) {
            Process process = new Process();
            started.add(process);
            return process;
        }

        @Override
        public String pause(Collection<Child> children) {
            return "nothing";
        }

        @Override
        public void resume(Collection<Child> children) {}
    }

    private static final class Process implements Child {
        private boolean alive = true;

        @Override
        public String name() {
            return "MirrorMaker";
        }

        @Override
        public Path log() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isAlive() {
            return alive;
        }

        @Override
        public CompletableFuture<ChildExit> exit() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void kill() {
            alive = false;
        }

        @Override
        public void terminate() {
            alive = false;
        }

        @Override
        public ChildExit awaitExit(Duration atMost) {
            throw new UnsupportedOperationException();
        }
    }

    private List<Process> alive() {
        return started.stream().filter(Process::isAlive).toList();
    }

    @Test
    void aRunbookThatStartsAFlowWhichAFaultEndedAndThatFaultsLiftingStartOneProcess() throws Exception {
        assertThat(mirrors.start(FLOW)).isTrue();
        MirrorMaker ended = mirrors.all().get(FLOW.name());
        ended.kill();
        assertThat(alive()).isEmpty();

        assertThat(mirrors.start(FLOW)).isTrue();
        ended.start();

        assertThat(mirrors.all()).containsOnly(Map.entry(FLOW.name(), ended));
        assertThat(started).hasSize(2);
        assertThat(alive()).hasSize(1);
    }

    @Test
    void whatAnotherFaultWantsDownStaysSo() throws Exception {
        mirrors.start(FLOW);
        MirrorMaker mirror = mirrors.all().get(FLOW.name());
        mirror.kill();
        mirror.kill();

        assertThat(mirrors.start(FLOW)).isFalse();
        assertThat(alive()).isEmpty();
    }
}
