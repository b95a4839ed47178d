package io.firedrill.toxiproxy.proxy;

import java.util.concurrent.atomic.LongAdder;

/** What one toxic did to what went through its proxy since it was added; counted as it happens, on any event loop. */
public final class ToxicTraffic {
    private final LongAdder cut = new LongAdder();
    private final LongAdder pieces = new LongAdder();
    private final LongAdder heldBack = new LongAdder();

    void cut() {
        cut.increment();
    }

    void piece() {
        pieces.increment();
    }

    void heldBack(long bytes) {
        heldBack.add(bytes);
    }

    /** Connections that it ended, and nothing before it. */
    public long cuts() {
        return cut.sum();
    }

    /** Pieces that it cut off what was longer. */
    public long pieces() {
        return pieces.sum();
    }

    /** Bytes that it let go only after others, which were there before them, had taken up its rate. */
    public long heldBack() {
        return heldBack.sum();
    }
}
