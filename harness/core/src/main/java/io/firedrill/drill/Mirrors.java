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
import java.util.Optional;

/** Starts the MirrorMaker of a flow as the scenario asks for it. */
final class Mirrors {
    private static final Duration SAMPLE_EVERY = Duration.ofSeconds(1);

    private Mirrors() {}

    static MirrorMaker start(ReplicationSpec flow, Platform platform, RunFolder folder) throws IOException {
        MirrorMaker mirror = new MirrorMaker(
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
        mirror.start();
        return mirror;
    }
}
