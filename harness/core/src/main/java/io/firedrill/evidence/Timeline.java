package io.firedrill.evidence;

import io.firedrill.evidence.TimelineEvent.FaultApplied;
import io.firedrill.evidence.TimelineEvent.FaultLifted;
import io.firedrill.evidence.TimelineEvent.FaultProved;
import java.util.Comparator;
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

    /** The first lift of a fault that followed it. */
    public Optional<FaultLifted> lifted(FaultApplied fault) {
        return all(FaultLifted.class)
                .filter(lifted -> lifted.at() >= fault.at()
                        && lifted.fault().equals(fault.receipt().fault())
                        && lifted.target().equals(fault.receipt().target()))
                .min(Comparator.comparingLong(FaultLifted::at));
    }

    /** What was seen at the end of that of which a lift could prove nothing. */
    public Optional<FaultProved> provedLater(FaultLifted lift) {
        return all(FaultProved.class)
                .filter(proved -> proved.liftedAt() == lift.at()
                        && proved.fault().equals(lift.fault())
                        && proved.target().equals(lift.target()))
                .findFirst();
    }

    /** Whether all of a fault was taken back, and whatever could be proved was, at the lift or at the end. */
    public boolean clean(FaultLifted lift) {
        return lift.clean() && provedLater(lift).map(FaultProved::clean).orElse(true);
    }

    /** When the last of what a fault had done was proved to be gone, or could not be; empty: of some of it nothing ever was. */
    public Optional<Long> provedAt(FaultLifted lift) {
        return lift.unproved().isEmpty()
                ? Optional.of(lift.at())
                : provedLater(lift).filter(later -> later.unproved().isEmpty()).map(TimelineEvent::at);
    }
}
