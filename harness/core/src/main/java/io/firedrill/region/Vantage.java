package io.firedrill.region;

import io.firedrill.kafka.Listener;

/** From where somebody looks at a region; it decides which path, and so which faults, lie between. */
public enum Vantage {
    /** A service of the same region. */
    SAME_REGION(Listener.CLIENT),
    /** Anybody in another region, but for its MirrorMaker. */
    OTHER_REGION(Listener.LINK),
    /** The MirrorMaker of another region, that copies from this one. */
    OTHER_REGIONS_MIRROR(Listener.MIRROR),
    /** The harness, through no proxy and as a super user: for what must be known in the middle of a fault. */
    OBSERVER(Listener.OBSERVER);

    private final Listener listener;

    Vantage(Listener listener) {
        this.listener = listener;
    }

    /** The listener that serves this vantage point. */
    public Listener listener() {
        return listener;
    }
}
