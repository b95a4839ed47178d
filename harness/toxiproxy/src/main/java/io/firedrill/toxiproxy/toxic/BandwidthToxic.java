package io.firedrill.toxiproxy.toxic;

import java.util.List;

/**
 * Lets at most {@code rate} kilobytes (1000 bytes) a second through; 0 lets nothing through and keeps it. A piece goes when
 * its last byte would have arrived at that rate. While there is a backlog the next piece counts from when the last one was
 * due, not from when its timer came, so lateness of timers does not add up and the rate is met.
 */
final class BandwidthToxic implements ToxicType {

    /** What one timer lets go: small enough for a smooth flow, large enough that timers are cheap. */
    private static final long PIECES_A_SECOND = 100;

    private static final int LARGEST_PIECE = 64 * 1024;

    /** What it holds is this much of a second: enough that a fast flow never runs dry while the source is resumed. */
    private static final int WINDOWS_A_SECOND = 20;

    private static final long LARGEST_WINDOW = 4 * 1024 * 1024;

    /** A gap this short is the scheduler's, not the sender's, and costs the flow nothing. */
    private static final long GRACE_NANOS = 2_000_000;

    @Override
    public String name() {
        return "bandwidth";
    }

    @Override
    public List<Attribute> attributes() {
        return List.of(new Attribute("rate", 0, 1_000_000_000, 0, "KB/s"));
    }

    @Override
    public Stage stage(StageContext context, Attributes attributes) {
        return new Throttle(context, attributes);
    }

    private static final class Throttle extends HoldingStage {
        /** Bytes a second. */
        private long rate;

        private long freeAt;
        /** The head came while what was before it had not all gone. */
        private boolean behind;

        /** A piece of the head is planned, and it is not the last. */
        private boolean begun;

        /** Bytes of the head that went already. */
        private long passed;

        Throttle(StageContext context, Attributes attributes) {
            super(context);
            rate = attributes.get("rate") * 1000;
            freeAt = context.nanoTime();
        }

        @Override
        public void update(Attributes attributes) {
            rate = attributes.get("rate") * 1000;
            // What was blocked at rate 0 earned nothing by waiting.
            long now = context.nanoTime();
            freeAt = freeAt - now > 0 ? freeAt : now;
            replan();
        }

        @Override
        long window() {
            return Math.min(LARGEST_WINDOW, rate / WINDOWS_A_SECOND);
        }

        @Override
        int pieceOf(Held head) {
            long piece = Math.max(1, rate / PIECES_A_SECOND);
            return (int) Math.min(head.size(), Math.min(piece, LARGEST_PIECE));
        }

        @Override
        long waitFor(Held head, int bytes, long now) {
            if (bytes == 0) {
                return 0;
            }
            if (rate == 0) {
                return NEVER;
            }
            if (!begun) {
                behind = freeAt - head.arrival() > 0;
                passed = 0;
            }
            begun = bytes < head.size();
            // The clock may be negative, so times are compared by their difference.
            long start = freeAt + GRACE_NANOS - head.arrival() > 0 ? freeAt : head.arrival();
            return start + (long) (bytes * 1e9 / rate) - now;
        }

        @Override
        void went(int bytes, long due) {
            if (bytes > 0) {
                freeAt = due;
                // A burst that is soon through shows no lack of rate.
                if (behind || passed >= LEAST_WINDOW) {
                    context.heldBack(bytes);
                }
                passed += bytes;
            }
        }
    }
}
