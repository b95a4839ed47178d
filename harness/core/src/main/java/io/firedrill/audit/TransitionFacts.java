package io.firedrill.audit;

import io.firedrill.evidence.TimelineEvent;
import io.firedrill.evidence.TimelineEvent.StepFinished;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the timeline says about one transition. Times are monotonic nanoseconds.
 *
 * @param planned nothing failed: a person started it
 * @param falseFailover nobody planned it and no fault called for it
 * @param t0From lower bound of T0; every duration counts from here, so that none is shorter than the truth
 * @param t0To upper bound of T0
 * @param detected T1
 * @param decided T2
 * @param steps of the runbook, in order
 * @param switched T3 by service
 * @param fenced when writes were denied in the region left behind
 * @param until the next transition's T0, or the end of the load: what happens later is not this transition's
 */
record TransitionFacts(
        String name,
        String kind,
        String from,
        String to,
        boolean planned,
        boolean falseFailover,
        long t0From,
        long t0To,
        OptionalLong detected,
        OptionalLong decided,
        List<StepFinished> steps,
        Map<String, Long> switched,
        Optional<TimelineEvent.SnapshotTaken> snapshot,
        OptionalLong fenced,
        long until) {}
