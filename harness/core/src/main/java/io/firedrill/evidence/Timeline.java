package io.firedrill.evidence;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A timeline that was read.
 *
 * @param events in the order of the file
 * @param problems what could not be read, a sentence each
 * @param cut the last line is not whole: the harness was killed while it wrote it
 */
public record Timeline(List<TimelineEvent> events, List<String> problems, boolean cut) {

    public Timeline {
        events = List.copyOf(events);
        problems = List.copyOf(problems);
    }

    /** All events of one kind, in order. */
    public <E extends TimelineEvent> Stream<E> all(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast);
    }

    /** The first event of one kind. */
    public <E extends TimelineEvent> Optional<E> first(Class<E> kind) {
        return all(kind).findFirst();
    }

    /** The last event of one kind. */
    public <E extends TimelineEvent> Optional<E> last(Class<E> kind) {
        return all(kind).reduce((one, other) -> other);
    }
}
