package io.firedrill.reports;

import io.firedrill.audit.RecordTrace;
import io.firedrill.audit.Result;
import io.firedrill.audit.Result.Transition;
import io.firedrill.evidence.TimelineEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a renderer needs, read once.
 *
 * @param events lines of the timeline, in order; empty when it could not be read
 * @param scenarioSource the scenario's text as it was run; empty when it could not be read
 * @param evidence parts of the run folder
 * @param lives of the records that examples of the result begin with, by example
 * @param canaries what they saw of each fault
 */
public record ReportData(
        Result result,
        List<TimelineEvent> events,
        Series series,
        String scenarioSource,
        List<EvidenceFile> evidence,
        Map<String, RecordTrace> lives,
        CanaryTries canaries) {

    /** Without the lives of the records that examples name, and without canaries' tries. */
    public ReportData(
            Result result,
            List<TimelineEvent> events,
            Series series,
            String scenarioSource,
            List<EvidenceFile> evidence) {
        this(
                result,
                events,
                series,
                scenarioSource,
                evidence,
                Map.of(),
                new CanaryTries(result.faults(), events, any -> true, zero(events)));
    }

    public ReportData {
        lives = Map.copyOf(lives);
        events = List.copyOf(events);
        evidence = List.copyOf(evidence);
    }

    /** The first transition; its figures are the headline. */
    public Optional<Transition> headline() {
        return result.transitions().stream().findFirst();
    }

    /** The first event of that kind. */
    public <T extends TimelineEvent> Optional<T> first(Class<T> kind) {
        return all(kind).stream().findFirst();
    }

    /** Every event of that kind, in order. */
    public <T extends TimelineEvent> List<T> all(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Milliseconds from the drill's zero to a monotonic moment of its clock. */
    public double millis(long at) {
        return (at - zero(events)) / 1e6;
    }

    /** What the drill's zero is, in words. */
    public String zeroName() {
        return first(TimelineEvent.BaselineSteady.class).isPresent()
                ? "the baseline was steady"
                : first(TimelineEvent.LoadStarted.class).isPresent() ? "the load started" : "the run started";
    }

    /**
     * The drill's zero in monotonic nanoseconds: the baseline was steady; if it never was, the load started; failing that, the
     * first line of the timeline.
     */
    public static long zero(List<TimelineEvent> events) {
        Optional<Long> steady = at(events, TimelineEvent.BaselineSteady.class);
        Optional<Long> load = at(events, TimelineEvent.LoadStarted.class);
        return steady.or(() -> load)
                .orElseGet(() -> events.isEmpty() ? 0L : events.get(0).at());
    }

    private static Optional<Long> at(List<TimelineEvent> events, Class<? extends TimelineEvent> kind) {
        return events.stream().filter(kind::isInstance).map(TimelineEvent::at).findFirst();
    }
}
