package io.firedrill.drill;

import io.firedrill.evidence.RunFolder;
import io.firedrill.kafka.JvmOptions;
import io.firedrill.region.Platform;
import io.firedrill.replication.FlowSpec;
import io.firedrill.replication.MetricSampling;
import io.firedrill.replication.MirrorMaker;
import io.firedrill.replication.ReplicationPolicy;
import io.firedrill.scenario.ReplicationSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;

/** The MirrorMakers of a drill, one for each flow, however often it is ended and started again. Thread-safe. */
final class Mirrors {
    private static final Duration SAMPLE_EVERY = Duration.ofSeconds(1);

    private final Function<ReplicationSpec, MirrorMaker> make;
    private final Map<String, MirrorMaker> mirrors = new ConcurrentSkipListMap<>();

    /** @param make prepares the MirrorMaker of a flow; it does not run yet */
    Mirrors(Function<ReplicationSpec, MirrorMaker> make) {
        this.make = make;
    }

    /**
     * Starts the MirrorMaker of a flow, or takes back what ended it: a fault that ended it and is lifted later starts the same one.
     *
     * @return whether it runs now; not where something else wants it down as well
     */
    boolean start(ReplicationSpec flow) throws IOException {
        return mirrors.computeIfAbsent(flow.name(), any -> make.apply(flow)).start();
    }

    /** By the name of their flow. */
    Map<String, MirrorMaker> all() {
        return Collections.unmodifiableMap(mirrors);
    }

    /** The MirrorMaker of a flow as the scenario asks for it. */
    static MirrorMaker of(ReplicationSpec flow, Platform platform, RunFolder folder) {
        return new MirrorMaker(
                platform.run(),
                new FlowSpec(
                        flow.from(),
                        flow.to(),
                        flow.topics(),
                        flow.policy() == ReplicationSpec.Policy.DEFAULT
                                ? ReplicationPolicy.DEFAULT
                                : ReplicationPolicy.IDENTITY,
                        flow.syncGroupOffsets(),
                        flow.emitCheckpoints(),
                        flow.offsetLagMax().map(Math::toIntExact),
                        flow.exactlyOnce(),
                        flow.config()),
                platform.region(flow.from()),
                platform.region(flow.to()),
                JvmOptions.lean(MirrorMaker.HEAP_MEBIBYTES),
                Optional.of(new MetricSampling(
                        folder.samples().resolve("mirror-" + flow.from() + "-" + flow.to() + ".jsonl"), SAMPLE_EVERY)));
    }
}
