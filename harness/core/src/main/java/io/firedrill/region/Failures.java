package io.firedrill.region;

import java.util.List;
import java.util.Optional;

/** What went wrong with several things that were each done whatever became of the others. */
public final class Failures {
    private Failures() {}

    /** The first, with the others suppressed in it, to be thrown; empty: nothing went wrong. */
    public static <E extends Throwable> Optional<E> first(List<E> failures) {
        if (failures.isEmpty()) {
            return Optional.empty();
        }
        E first = failures.get(0);
        failures.subList(1, failures.size()).forEach(first::addSuppressed);
        return Optional.of(first);
    }
}
