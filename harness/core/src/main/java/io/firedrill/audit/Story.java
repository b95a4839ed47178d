package io.firedrill.audit;

import io.firedrill.evidence.Timeline;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.scenario.Scenario;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The timeline, put in order for the folds. Times are monotonic nanoseconds.
 *
 * @param zero the baseline was steady (or the load, or the run started, when it never was)
 * @param baselineFrom start of the window that proved the baseline
 * @param loadStarted slot 0 of every schedule
 * @param loadStopped no slot is intended at or after this
 * @param first of all events
 * @param last of all events
 */
record Story(
        Timeline timeline,
        Scenario scenario,
        long zero,
        long baselineFrom,
        long loadStarted,
        long loadStopped,
        long first,
        long last,
        List<TransitionFacts> transitions) {

    static Story of(Timeline timeline, Scenario scenario) {
        long first = timeline.events().isEmpty() ? 0 : timeline.events().get(0).at();
        long last =
                timeline.events().stream().mapToLong(TimelineEvent::at).max().orElse(first);
        long loadStarted = at(timeline, TimelineEvent.LoadStarted.class).orElse(first);
        Optional<TimelineEvent.BaselineSteady> steady = timeline.first(TimelineEvent.BaselineSteady.class);
        long zero = steady.map(TimelineEvent::at).orElse(loadStarted);
        long baselineFrom = steady.map(TimelineEvent.BaselineSteady::windowFrom).orElse(loadStarted);
        long loadStopped = at(timeline, TimelineEvent.LoadStopped.class).orElse(last);
        return new Story(
                timeline,
                scenario,
                zero,
                baselineFrom,
                loadStarted,
                loadStopped,
                first,
                last,
                TransitionReader.read(timeline, scenario, loadStopped));
    }

    /** The same without its transitions: nothing can be said of them. */
    Story withoutTransitions() {
        return new Story(timeline, scenario, zero, baselineFrom, loadStarted, loadStopped, first, last, List.of());
    }

    private static <E extends TimelineEvent> Optional<Long> at(Timeline timeline, Class<E> kind) {
        return timeline.first(kind).map(TimelineEvent::at);
    }

    /** The load ran, so a schedule exists that sends can be held against. */
    boolean loaded() {
        return timeline.first(TimelineEvent.LoadStarted.class).isPresent();
    }

    double millisFromZero(long at) {
        return Millis.of(at - zero);
    }

    /** {@code , 12.345 s after the baseline was steady}. */
    String moment(long at) {
        return String.format(Locale.ROOT, ", %.3f s after the baseline was steady", millisFromZero(at) / 1000);
    }

    /** The transition whose figures stand at the top of a result. */
    Optional<TransitionFacts> headline() {
        return transitions.stream().findFirst();
    }
}
