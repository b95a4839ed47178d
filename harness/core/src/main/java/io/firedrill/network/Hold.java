package io.firedrill.network;

import java.io.IOException;

/** Something that was done to a wire and can be taken back. Holds on one wire combine, and each is lifted by itself. */
public final class Hold {
    private final Wire wire;
    private final Undo undo;
    private boolean lifted;

    @FunctionalInterface
    interface Undo {
        void run() throws IOException;
    }

    Hold(Wire wire, Undo undo) {
        this.wire = wire;
        this.undo = undo;
    }

    /** The wire it lies on. */
    public Wire wire() {
        return wire;
    }

    /**
     * Takes back what was done, once; a second call changes nothing.
     *
     * @throws IOException the proxy server refused or did not answer; to be tried again
     */
    public synchronized void lift() throws IOException {
        if (!lifted) {
            undo.run();
            lifted = true;
        }
    }
}
