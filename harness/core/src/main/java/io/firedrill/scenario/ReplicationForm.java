package io.firedrill.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code - from: us-east}, {@code to: us-west}, {@code topics: [orders]}. */
final class ReplicationForm extends Block<ReplicationSpec> {
    private final Key<String> from = required("from", Scalars.REGION, "the source region");
    private final Key<String> to = required("to", Scalars.REGION, "the target region, where MirrorMaker runs");
    private final Key<List<String>> topics =
            required("topics", ListForm.atLeastOne(Scalars.TOPIC), "names of the topics to copy");
    private final Key<ReplicationSpec.Policy> policy = optional(
            "policy",
            Scalars.oneOf(ReplicationSpec.Policy.class),
            ReplicationSpec.Policy.DEFAULT,
            "default",
            "how copies are named: us-east.orders (default) or orders (identity)");
    private final Key<Optional<Duration>> syncGroupOffsets = maybe(
            "sync-group-offsets",
            Scalars.POSITIVE_DURATION,
            "off, as in MirrorMaker",
            "how often group offsets are written at the target");
    private final Key<Optional<Duration>> emitCheckpoints = maybe(
            "emit-checkpoints",
            Scalars.POSITIVE_DURATION,
            "MirrorMaker's, 60s",
            "how often group offsets are translated and checkpointed");
    private final Key<Optional<Long>> offsetLagMax = maybe(
            "offset-lag-max",
            Scalars.whole(0, Long.MAX_VALUE),
            "MirrorMaker's, 100",
            "how far offset syncs may lag, in records");
    private final Key<Boolean> exactlyOnce =
            optional("exactly-once", Scalars.BOOLEAN, false, "false", "exactly-once source support");
    private final Key<Map<String, String>> config = optional(
            "config", new ConfigForm(), Map.of(), "none", "anything else MirrorMaker takes, for this flow, as written");

    private final Key<ReplicationSpec.Started> started = optional(
            "started",
            Scalars.oneOf(ReplicationSpec.Started.class),
            ReplicationSpec.Started.AT_START,
            "at-start",
            "before the load, or by a step start-replication: the way back, once the regions have changed their roles");

    ReplicationForm() {
        super("a flow of MirrorMaker");
    }

    @Override
    protected ReplicationSpec build(Fields in) {
        return new ReplicationSpec(
                in.get(from),
                in.get(to),
                in.get(topics),
                in.get(policy),
                in.get(syncGroupOffsets),
                in.get(emitCheckpoints),
                in.get(offsetLagMax),
                in.get(exactlyOnce),
                in.get(config),
                in.get(started));
    }
}
