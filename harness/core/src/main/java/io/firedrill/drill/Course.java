package io.firedrill.drill;

import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A drill from its first step to its end, whatever breaks it off: then nothing that it did to its regions outlasts it, and only after that its
 * journals are closed.
 *
 * @param halt ends what is under way, so that nothing more is applied
 * @param healing takes back what was
 * @param hurry whether a person waits for the end
 * @param journals closes them; is told what broke the drill off
 * @param last done in any case, also after a drill that came to its end
 */
record Course(Runnable halt, Healing healing, BooleanSupplier hurry, Consumer<Exception> journals, Runnable last) {
    /** A region that is lost comes back within this time, on a machine that can run the drill. */
    private static final Duration HEALED_WITHIN = Duration.ofSeconds(30);

    /** What a drill does, up to its orderly end. */
    @FunctionalInterface
    interface Way {
        void walk() throws DrillException, InterruptedException, IOException;
    }

    /** Walks the way; what broke it off is thrown once everything is ended. */
    void run(Way way) throws DrillException, InterruptedException, IOException {
        try {
            way.walk();
        } catch (DrillException | InterruptedException | IOException | RuntimeException e) {
            Thread.interrupted();
            halt.run();
            healing.brokenOff(HEALED_WITHIN, hurry);
            journals.accept(e);
            throw e;
        } finally {
            last.run();
        }
    }
}
