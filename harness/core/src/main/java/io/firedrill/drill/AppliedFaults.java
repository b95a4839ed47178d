package io.firedrill.drill;

import io.firedrill.evidence.TimelineEvent;
import io.firedrill.fault.Fault;
import io.firedrill.fault.Lifting;
import io.firedrill.scenario.FaultAction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The faults that hold now, or are on their way to. Each is taken back once, whoever asks first, and noted. Thread-safe. */
final class AppliedFaults {
    /** A fault that is applied, or was on its way to be. Two of the same kind are two. */
    record Applied(Fault fault, Optional<String> name, Lifting lifting) {}

    /** A fault that was taken back, of some of which nothing is proved yet. */
    record Owed(Fault fault, Lifting lifting, List<Lifting.PutOff> proofs, long liftedAt) {}

    private final Consumer<TimelineEvent> facts;
    private final Consumer<Applied> lifted;
    private final Deque<Applied> applied = new ArrayDeque<>();
    private final List<Owed> owed = new ArrayList<>();

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
            facts.accept(new TimelineEvent.FaultLifted(
                    System.nanoTime(), begun, fault.key(), fault.target(), false, sentence(e)));
            throw e;
        }
        note(entry, begun, String.join("; ", notes));
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

    private void note(Applied entry, long begun, String note) {
        Fault fault = entry.fault();
        List<Lifting.PutOff> proofs = entry.lifting().takePutOff();
        long now = System.nanoTime();
        if (!proofs.isEmpty()) {
            synchronized (this) {
                owed.add(new Owed(fault, entry.lifting(), proofs, now));
            }
        }
        facts.accept(new TimelineEvent.FaultLifted(now, begun, fault.key(), fault.target(), true, names(proofs), note));
    }

    private static String sentence(Exception e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    private static List<String> names(List<Lifting.PutOff> proofs) {
        return proofs.stream().flatMap(proof -> proof.of().stream()).toList();
    }

    /** Whether lifts left something to be proved. */
    synchronized boolean owes() {
        return !owed.isEmpty();
    }

    /** Hands over what lifts could not prove: to be proved when nothing is applied any more. */
    synchronized List<Owed> takeOwed() {
        List<Owed> all = List.copyOf(owed);
        owed.clear();
        return all;
    }

    /**
     * Proves what a lift could not, and notes it.
     *
     * @return of whom nothing can be proved still, by name
     * @throws Exception the first proof that failed, the others suppressed in it; that is noted too
     */
    List<String> prove(Owed lift) throws Exception {
        Lifting proofs = new Lifting();
        lift.proofs().forEach(putOff -> proofs.add(putOff.proof()));
        try {
            String note = String.join("; ", proofs.lift());
            List<String> unproved = names(lift.lifting().takePutOff());
            proved(lift, true, unproved, note);
            return unproved;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            proved(lift, false, names(lift.lifting().takePutOff()), sentence(e));
            throw e;
        }
    }

    private void proved(Owed lift, boolean clean, List<String> unproved, String note) {
        facts.accept(new TimelineEvent.FaultProved(
                System.nanoTime(),
                lift.liftedAt(),
                lift.fault().key(),
                lift.fault().target(),
                clean,
                unproved,
                note));
    }
}
