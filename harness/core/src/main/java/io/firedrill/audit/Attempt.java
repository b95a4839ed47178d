package io.firedrill.audit;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What came of a piece of work that was done beforehand: asking for it gives the result, or throws what the work threw. */
final class Attempt<T> implements Supplier<T> {
    private final @Nullable T result;
    private final @Nullable RuntimeException thrown;

    private Attempt(@Nullable T result, @Nullable RuntimeException thrown) {
        this.result = result;
        this.thrown = thrown;
    }

    static <T> Attempt<T> at(Supplier<T> work) {
        try {
            return new Attempt<>(work.get(), null);
        } catch (RuntimeException e) {
            return new Attempt<>(null, e);
        }
    }

    /** Empty when the work threw. */
    Optional<T> result() {
        return Optional.ofNullable(result);
    }

    @Override
    public T get() {
        if (thrown != null) {
            throw thrown;
        }
        if (result == null) {
            throw new IllegalStateException("the work gave nothing");
        }
        return result;
    }
}
