package io.firedrill.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One flow of MirrorMaker 2. What the scenario is silent about stays empty and keeps MirrorMaker's own default.
 *
 * @param from source region
 * @param to target region, where MirrorMaker runs
 * @param topics names to copy
 * @param policy how copies are named
 * @param syncGroupOffsets interval of group offset sync; empty: off, as in MirrorMaker
 * @param emitCheckpoints interval of checkpoints; empty: MirrorMaker's default
 * @param offsetLagMax {@code offset.lag.max}; empty: MirrorMaker's default
 * @param exactlyOnce exactly-once source support
 * @param config anything MirrorMaker takes, as written
 * @param started when its MirrorMaker is started
 */
public record ReplicationSpec(
        String from,
        String to,
        List<String> topics,
        Policy policy,
        Optional<Duration> syncGroupOffsets,
        Optional<Duration> emitCheckpoints,
        Optional<Long> offsetLagMax,
        boolean exactlyOnce,
        Map<String, String> config,
        Started started) {

    /** From the beginning. */
    public ReplicationSpec(
            String from,
            String to,
            List<String> topics,
            Policy policy,
            Optional<Duration> syncGroupOffsets,
            Optional<Duration> emitCheckpoints,
            Optional<Long> offsetLagMax,
            boolean exactlyOnce,
            Map<String, String> config) {
        this(
                from,
                to,
                topics,
                policy,
                syncGroupOffsets,
                emitCheckpoints,
                offsetLagMax,
                exactlyOnce,
                config,
                Started.AT_START);
    }

    public ReplicationSpec {
        topics = List.copyOf(topics);
        config = Ordered.copy(config);
    }

    /** {@code us-east->us-west}, the name of this flow in evidence and report. */
    public String name() {
        return from + "->" + to;
    }

    /** The name of {@code topic}'s copy at the target. */
    public String mirrored(String topic) {
        return policy == Policy.DEFAULT ? from + "." + topic : topic;
    }

    /** When a flow begins. */
    public enum Started {
        /** Before the load. */
        AT_START,
        /** By a step {@code start-replication} of a runbook or the timeline. */
        BY_STEP
    }

    /** How MirrorMaker names the copies. */
    public enum Policy {
        /** {@code us-east.orders}. */
        DEFAULT,
        /** {@code orders}. */
        IDENTITY
    }
}
