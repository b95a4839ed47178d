package io.firedrill.fault;

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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** A MirrorMaker from us-east to us-west whose process lives on whatever is done to it, until it is said to be dead. */
final class StillMirror implements Launcher, Child {
    private final Supplier<StillSite.State> state;

    private StillMirror(Supplier<StillSite.State> state) {
        this.state = state;
    }

    static MirrorMaker started(Region source, Region target, Path folder, Supplier<StillSite.State> state) {
        Addressing nowhere = (Addressing) Proxy.newProxyInstance(
                Addressing.class.getClassLoader(), new Class<?>[] {Addressing.class}, (self, method, args) -> null);
        RunContext run = new RunContext(
                null,
                null,
                nowhere,
                new StillMirror(state),
                Credentials.random(),
                new KafkaPrograms(new KafkaDistribution(folder, "0", List.of()), folder),
                Optional.empty(),
                folder,
                folder);
        FlowSpec flow = new FlowSpec(
                "us-east",
                "us-west",
                List.of("orders"),
                ReplicationPolicy.DEFAULT,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Map.of());
        MirrorMaker mirror = new MirrorMaker(
                run, flow, source, target, JvmOptions.lean(MirrorMaker.HEAP_MEBIBYTES), Optional.empty());
        try {
            mirror.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return mirror;
    }

    @Override
    public SpokenChild start(WorkerProgram program) {
        throw new UnsupportedOperationException("there are no services");
    }

    @Override
    public Child start(KafkaProgram program) {
        return this;
    }

    @Override
    public String pause(Collection<Child> children) {
        return "frost";
    }

    @Override
    public void resume(Collection<Child> children) throws IOException {
        if (state.get() != StillSite.State.SILENT) {
            StillSite.works(state.get());
        }
    }

    @Override
    public String name() {
        return "MirrorMaker";
    }

    @Override
    public Path log() {
        throw new UnsupportedOperationException("log");
    }

    @Override
    public boolean isAlive() {
        return state.get() != StillSite.State.DEAD;
    }

    @Override
    public CompletableFuture<ChildExit> exit() {
        return new CompletableFuture<>();
    }

    @Override
    public void kill() {}

    @Override
    public void terminate() {}

    @Override
    public ChildExit awaitExit(Duration atMost) throws TimeoutException {
        throw new TimeoutException("MirrorMaker still runs");
    }
}
