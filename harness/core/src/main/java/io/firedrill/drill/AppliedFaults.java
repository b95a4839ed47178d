package io.firedrill.drill;

import io.firedrill.evidence.TimelineEvent;
import io.firedrill.fault.Fault;
import io.firedrill.fault.Lifting;
import io.firedrill.scenario.FaultAction;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The faults that hold now, or are on their way to. Each is taken back once, whoever asks first, and noted. Thread-safe. */
final class AppliedFaults {
    /** A fault that is applied, or was on its way to be. Two of the same kind are two. */
    record Applied(Fault fault, Optional<String> name, Lifting lifting) {}

    private final Consumer<TimelineEvent> facts;
    private final Consumer<Applied> lifted;
    private final Deque<Applied> applied = new ArrayDeque<>();

    /** @param lifted hears of each that was taken back, cleanly and by {@link #lift} */
    AppliedFaults(Consumer<TimelineEvent> facts, Consumer<Applied> lifted) {
        this.facts = facts;
        this.lifted = lifted;
    }

    /**
     * Takes a fault up that is about to be applied: what breaks halfway has to be taken back as well.
     *
     * @return why it can't be applied beside those that are, a sentence; then it was not taken up
     */
    synchronized Optional<String> add(Applied entry) {
        Optional<String> contradiction = contradiction(
                entry.fault(), applied.stream().map(Applied::fault).toList());
        if (contradiction.isEmpty()) {
            applied.addFirst(entry);
        }
        return contradiction;
    }

    /** Why a fault can't be applied beside those that are: a sentence. */
    static Optional<String> contradiction(FaultAction fault, List<? extends FaultAction> applied) {
        return fault.sets().flatMap(what -> applied.stream()
                .filter(other -> other.sets().filter(what::equals).isPresent())
                .findFirst()
                .map(other -> fault.key() + " sets " + what + ", which another " + other.key()
                        + " has set and nothing has lifted; nothing was touched"));
    }

    /** Those that hold, the last one first. */
    synchronized List<Applied> all() {
        return List.copyOf(applied);
    }

    /** It is over and nothing of it is to be taken back; says whether it held until now. */
    synchronized boolean forget(Applied entry) {
        return applied.remove(entry);
    }

    /**
     * Takes a fault back and notes it; one that does not hold any more is left alone.
     *
     * @throws Exception as {@link Lifting#lift}; that is noted too
     */
    void lift(Applied entry) throws Exception {
        if (!forget(entry)) {
            return;
        }
        Fault fault = entry.fault();
        long begun = System.nanoTime();
        List<String> notes;
        try {
            notes = entry.lifting().lift();
        } catch (Exception e) {
            note(fault, begun, false, e.getMessage() == null ? e.toString() : e.getMessage());
            throw e;
        }
        note(fault, begun, true, String.join("; ", notes));
        fault.stops()
                .ifPresent(region ->
                        facts.accept(new TimelineEvent.RegionRestored(System.nanoTime(), region, fault.renewsLogs())));
        lifted.accept(entry);
    }

    /** Leaves a fault as it is, and notes why; one that does not hold any more is not mentioned. */
    void leave(Applied entry, String why) {
        if (forget(entry)) {
            Fault fault = entry.fault();
            facts.accept(new TimelineEvent.FaultLeft(System.nanoTime(), fault.key(), fault.target(), why));
        }
    }

    private void note(Fault fault, long begun, boolean clean, String note) {
        facts.accept(new TimelineEvent.FaultLifted(System.nanoTime(), begun, fault.key(), fault.target(), clean, note));
    }
}
