package io.firedrill.audit;

import io.firedrill.audit.Troubles.Scope;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps one figure's failure from taking the others along: a fold that throws leaves its figure unmeasured, and the cause makes the
 * drill INCONCLUSIVE. "Could not measure" is never a pass.
 */
final class Measuring {
    private final Troubles troubles;

    Measuring(Troubles troubles) {
        this.troubles = troubles;
    }

    <T> Optional<T> figure(String name, Scope scope, Supplier<T> fold) {
        try {
            return Optional.ofNullable(fold.get());
        } catch (RuntimeException e) {
            troubles.add("the audit of " + name + " failed: " + e, scope);
            return Optional.empty();
        }
    }
}
