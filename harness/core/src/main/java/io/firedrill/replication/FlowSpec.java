package io.firedrill.replication;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One replication flow, as a scenario asks for it. What it leaves open stays as MirrorMaker has it.
 *
 * @param from the source region's name
 * @param to the target region's name
 * @param topics names or regular expressions, as MirrorMaker takes them
 * @param policy how mirrored topics are called
 * @param syncGroupOffsets how often consumer group offsets are written at the target; empty: not at all
 * @param emitCheckpoints how often checkpoints are emitted; empty: MirrorMaker's 60 s
 * @param offsetLagMax how many records an offset sync may lag behind; empty: MirrorMaker's 100
 * @param exactlyOnce whether the target's worker runs with exactly-once source support
 * @param config any further setting. {@code producer.*}, {@code consumer.*} and {@code admin.*} reach the clients, worker
 *     settings the worker, all else the connectors; a name that begins with an alias or a flow is taken as it is
 */
public record FlowSpec(
        String from,
        String to,
        List<String> topics,
        ReplicationPolicy policy,
        Optional<Duration> syncGroupOffsets,
        Optional<Duration> emitCheckpoints,
        Optional<Integer> offsetLagMax,
        boolean exactlyOnce,
        Map<String, String> config) {
    public FlowSpec {
        if (from.equals(to)) {
            throw new IllegalArgumentException("replication from " + from + " to itself");
        }
        topics = List.copyOf(topics);
        config = Map.copyOf(config);
        syncGroupOffsets.ifPresent(every -> requireSeconds("sync-group-offsets", every));
        emitCheckpoints.ifPresent(every -> requireSeconds("emit-checkpoints", every));
    }

    /** A flow of these topics with everything else as MirrorMaker has it. */
    public static FlowSpec of(String from, String to, List<String> topics) {
        return new FlowSpec(
                from,
                to,
                topics,
                ReplicationPolicy.DEFAULT,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Map.of());
    }

    /** Such as {@code us-east->us-west}. */
    public String name() {
        return from + "->" + to;
    }

    private static void requireSeconds(String what, Duration every) {
        if (every.toMillis() < 1000 || every.toMillis() % 1000 != 0) {
            throw new IllegalArgumentException(
                    what + " is " + every.toMillis() + " ms, MirrorMaker takes whole seconds from 1 on");
        }
    }
}
