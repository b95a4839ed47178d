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
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A MirrorMaker whose process lives on whatever is done to it, until it is said to be dead. It remembers what was done to it and not taken
 * back.
 */
final class StillMirror implements Launcher, Child {
    private final Supplier<StillSite.State> state;
    private final LongSupplier now;
    private final MirrorMaker process;
    private boolean frozen;
    private boolean ended;
    private boolean endedBefore;

    private StillMirror(Region source, Region target, Path folder, Supplier<StillSite.State> state, LongSupplier now) {
        this.state = state;
        this.now = now;
        process = new MirrorMaker(
                run(folder),
                flow(source, target),
                source,
                target,
                JvmOptions.lean(MirrorMaker.HEAP_MEBIBYTES),
                Optional.empty());
    }

    static StillMirror started(
            Region source, Region target, Path folder, Supplier<StillSite.State> state, LongSupplier now)
            throws IOException {
        StillMirror still = new StillMirror(source, target, folder, state, now);
        still.process.start();
        return still;
    }

    private RunContext run(Path folder) {
        Addressing nowhere = (Addressing) Proxy.newProxyInstance(
                Addressing.class.getClassLoader(), new Class<?>[] {Addressing.class}, (self, method, args) -> null);
        return new RunContext(
                null,
                null,
                nowhere,
                this,
                Credentials.random(),
                new KafkaPrograms(new KafkaDistribution(folder, "0", List.of()), folder),
                Optional.empty(),
                folder,
                folder);
    }

    private static FlowSpec flow(Region source, Region target) {
        return new FlowSpec(
                source.name(),
                target.name(),
                List.of("orders"),
                ReplicationPolicy.DEFAULT,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Map.of());
    }

    /** What faults are given. */
    MirrorMaker process() {
        return process;
    }

    /** From now on its process has ended by itself before anybody asks it to, at the beginning of time. */
    void endBefore() {
        endedBefore = true;
    }

    /** What was done to it and not taken back; nothing can be done with it afterwards. */
    List<String> left() throws IOException {
        List<String> left = new ArrayList<>();
        if (frozen) {
            left.add("pause of " + process.name());
        }
        if (heldDown()) {
            left.add("end of " + process.name());
        }
        return left;
    }

    /** Who ends it once more, and takes that back, finds it down only if another end is not taken back. */
    private boolean heldDown() throws IOException {
        ended = true;
        process.kill();
        return !process.start();
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
        frozen = true;
        return "frost";
    }

    @Override
    public void resume(Collection<Child> children) throws IOException {
        if (state.get() != StillSite.State.SILENT) {
            StillSite.works(state.get());
        }
        frozen = false;
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
        return !ended && state.get() != StillSite.State.DEAD;
    }

    @Override
    public CompletableFuture<ChildExit> exit() {
        return new CompletableFuture<>();
    }

    @Override
    public void kill() {}

    @Override
    public void terminate() {}

    /** Says what is asked for, as every call here does. */
    @Override
    public ChildExit awaitExit(Duration atMost) {
        return new ChildExit(name(), 0, !endedBefore, endedBefore ? 0 : now.getAsLong(), "", List.of());
    }
}
