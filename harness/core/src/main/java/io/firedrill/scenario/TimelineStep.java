package io.firedrill.scenario;

import java.time.Duration;
import java.util.Optional;

/**
 * One step of the timeline.
 *
 * @param when what starts it
 * @param action what it does
 * @param lasting lifts the action again after this long ({@code for:})
 * @param position of the step in the file
 */
public record TimelineStep(Trigger when, Action action, Optional<Duration> lasting, Position position) {

    /** What starts a step. */
    public sealed interface Trigger {
        /** {@code offset} after the baseline became steady. */
        record At(Duration offset) implements Trigger {}

        /** {@code plus} after an event such as {@code to-west.recovered} or {@code us-east.restored}. */
        record After(String subject, String event, Duration plus) implements Trigger {}
    }
}
