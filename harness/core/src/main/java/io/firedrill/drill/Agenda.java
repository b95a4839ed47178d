package io.firedrill.drill;

import io.firedrill.scenario.TimelineStep;
import io.firedrill.scenario.TimelineStep.Trigger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * Which step of the timeline is due. Pure: it takes events and the time and keeps no clock. Times are monotonic nanoseconds.
 */
final class Agenda {
    private record Timed(long at, TimelineStep step) {}

    private final List<TimelineStep> waiting = new ArrayList<>();
    private final List<Timed> timed = new ArrayList<>();

    /** @param zero the moment the baseline was steady */
    Agenda(List<TimelineStep> steps, long zero) {
        for (TimelineStep step : steps) {
            if (step.when() instanceof Trigger.At at) {
                timed.add(new Timed(zero + at.offset().toNanos(), step));
            } else {
                waiting.add(step);
            }
        }
    }

    /** {@code subject.event} happened: steps after it get their time. */
    void happened(String subject, String event, long at) {
        waiting.removeIf(step -> {
            if (step.when() instanceof Trigger.After after
                    && after.subject().equals(subject)
                    && after.event().equals(event)) {
                timed.add(new Timed(at + after.plus().toNanos(), step));
                return true;
            }
            return false;
        });
    }

    /** Takes the steps whose time has come, earliest first. */
    List<TimelineStep> due(long now) {
        List<Timed> due = timed.stream()
                .filter(item -> item.at() <= now)
                .sorted(Comparator.comparingLong(Timed::at))
                .toList();
        timed.removeAll(due);
        return due.stream().map(Timed::step).toList();
    }

    /** When the next step is due; empty when all that is left waits for an event. */
    OptionalLong next() {
        return timed.stream().mapToLong(Timed::at).min();
    }

    /** Steps whose event has not happened. */
    List<TimelineStep> waiting() {
        return List.copyOf(waiting);
    }
}
