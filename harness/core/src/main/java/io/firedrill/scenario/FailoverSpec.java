package io.firedrill.scenario;

import java.time.Duration;
import java.util.List;

/**
 * A transition that the drill knows how to make.
 *
 * @param from the region left behind
 * @param to the region that takes over
 * @param detect what declares the region down
 * @param decide what happens between detection and the first step
 * @param runbook steps in order
 */
public record FailoverSpec(String from, String to, Detect detect, Decide decide, List<RunbookStep> runbook) {

    public FailoverSpec {
        runbook = List.copyOf(runbook);
    }

    /** What declares the region down. */
    public sealed interface Detect {
        /**
         * A probe produces (acks=all) to the region over the link.
         *
         * @param seenFrom the region whose worker probes
         * @param every interval between probes
         * @param failures how many in a row declare the region down
         * @param timeout a probe without an answer after this has failed
         */
        record Probe(String seenFrom, Duration every, int failures, Duration timeout) implements Detect {}

        /** A person, by the timeline's {@code failover:} step. */
        record ByHand() implements Detect {}
    }

    /** What happens between detection and the first step. */
    public sealed interface Decide {
        record Automatic() implements Decide {}

        record After(Duration delay) implements Decide {}
    }
}
