package io.firedrill.fault;

import io.firedrill.region.Failures;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * How one applied fault is taken back: its steps in reverse order, each tried even if another failed. Steps registered first run last,
 * so a fault registers the proof that its paths are clean before anything else.
 */
public final class Lifting {
    private final Deque<Step> steps = new ArrayDeque<>();
    private final List<PutOff> putOff = new ArrayList<>();
    private boolean lifted;

    /** Takes one change back. */
    @FunctionalInterface
    public interface Step {
        /** @return a sentence on what was done; empty when there is nothing to say */
        String lift() throws Exception;
    }

    /**
     * What could not be proved when the fault was taken back.
     *
     * @param of whom nothing was proved, by name
     * @param proof proves it later, or puts it off again
     */
    public record PutOff(List<String> of, Step proof) {
        public PutOff {
            of = List.copyOf(of);
        }
    }

    /** Registers what a step could not prove: the end of the drill does, when nothing is applied any more. */
    public synchronized void putOff(List<String> of, Step proof) {
        putOff.add(new PutOff(of, proof));
    }

    /** Hands over what was put off until now. */
    public synchronized List<PutOff> takePutOff() {
        List<PutOff> all = List.copyOf(putOff);
        putOff.clear();
        return all;
    }

    /**
     * Registers a step.
     *
     * @throws IllegalStateException the fault is taken back already
     */
    public synchronized void add(Step step) {
        if (lifted) {
            throw new IllegalStateException("the fault is taken back already");
        }
        steps.addFirst(step);
    }

    /**
     * Takes the fault back. Later calls do nothing.
     *
     * @return what was done, sentences in the order they were done
     * @throws InterruptedException a step was ended early; the others were tried all the same, and the message says what was done
     * @throws Exception the first failure, the others suppressed in it; every step was tried
     */
    public List<String> lift() throws Exception {
        List<Step> all;
        synchronized (this) {
            if (lifted) {
                return List.of();
            }
            lifted = true;
            all = List.copyOf(steps);
            steps.clear();
        }
        List<String> notes = new ArrayList<>();
        List<Exception> failures = new ArrayList<>();
        int ended = 0;
        for (Step step : all) {
            try {
                String note = step.lift();
                if (!note.isEmpty()) {
                    notes.add(note);
                }
            } catch (InterruptedException e) {
                ended++;
            } catch (Exception e) {
                failures.add(e);
            }
        }
        if (ended > 0) {
            throw ended(all.size(), ended, notes, failures);
        }
        Optional<Exception> first = Failures.first(failures);
        if (first.isPresent()) {
            throw first.get();
        }
        return notes;
    }

    private static InterruptedException ended(int steps, int ended, List<String> notes, List<Exception> failures) {
        StringBuilder text = new StringBuilder("the drill was ended before all of that was done: ");
        text.append(steps - ended - failures.size())
                .append(" of ")
                .append(steps)
                .append(" steps were");
        notes.forEach(note -> text.append("; ").append(note));
        failures.forEach(failure -> text.append("; ").append(failure.getMessage()));
        InterruptedException why = new InterruptedException(text.toString());
        failures.forEach(why::addSuppressed);
        return why;
    }
}
