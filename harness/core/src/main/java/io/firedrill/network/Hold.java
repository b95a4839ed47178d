package io.firedrill.network;

import java.io.IOException;
import java.util.function.Consumer;

/** Something that was done to a wire and can be taken back. Holds on one wire combine, and each is lifted by itself. */
public final class Hold {
    private final Wire wire;
    private final String toxic;
    private final Undo undo;
    private final Consumer<Hold> whenLifted;
    private boolean lifted;

    @FunctionalInterface
    interface Undo {
        void run() throws IOException;
    }

    /**
     * @param toxic the name of the toxic that it put there, or empty
     * @param whenLifted hears of it, once
     */
    Hold(Wire wire, String toxic, Undo undo, Consumer<Hold> whenLifted) {
        this.wire = wire;
        this.toxic = toxic;
        this.undo = undo;
        this.whenLifted = whenLifted;
    }

    /** The wire it lies on. */
    public Wire wire() {
        return wire;
    }

    /** The name of the toxic that it put there; empty when it did something else. */
    String toxic() {
        return toxic;
    }

    /**
     * Takes back what was done, once; a second call changes nothing.
     *
     * @throws UnansweredException the proxy server did not answer; to be tried again
     * @throws IOException the proxy server refused; to be tried again
     */
    public synchronized void lift() throws IOException {
        if (!lifted) {
            undo.run();
            lifted = true;
            whenLifted.accept(this);
        }
    }
}
