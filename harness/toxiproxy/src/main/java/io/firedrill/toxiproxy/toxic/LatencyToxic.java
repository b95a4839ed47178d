package io.firedrill.toxiproxy.toxic;

import java.util.List;
import java.util.Objects;

/**
 * Delays everything, the end of the stream included, by {@code latency} ms and a {@code jitter} of so many ms, drawn anew for
 * each chunk by its {@link Distribution}. Order is kept: a chunk never overtakes an earlier one.
 */
final class LatencyToxic implements ToxicType {

    /** As much as the real server's 1024 chunks of 32 KiB: bulk keeps its speed up to 1.6 GB/s at 20 ms. */
    private static final long WINDOW = 32L * 1024 * 1024;

    private static final long LONGEST = 2 * Attribute.LONGEST_MILLIS * 1_000_000;

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public List<Attribute> attributes() {
        return List.of(Attribute.millis("latency"), Attribute.millis("jitter"));
    }

    @Override
    public boolean hasJitter() {
        return true;
    }

    @Override
    public Stage stage(StageContext context, Attributes attributes) {
        return new Delaying(context, attributes);
    }

    private static final class Delaying extends HoldingStage {
        private long latency;
        private long jitter;
        private Distribution distribution = Distribution.UNIFORM;

        Delaying(StageContext context, Attributes attributes) {
            super(context);
            set(attributes);
        }

        @Override
        long window() {
            return WINDOW;
        }

        private void set(Attributes attributes) {
            latency = attributes.nanosOfMillis("latency");
            jitter = attributes.nanosOfMillis("jitter");
            distribution = Objects.requireNonNullElse(attributes.extras().distribution(), Distribution.UNIFORM);
        }

        @Override
        public void update(Attributes attributes) {
            set(attributes);
            replan();
        }

        @Override
        int pieceOf(Held head) {
            return head.size();
        }

        @Override
        long waitFor(Held head, int bytes, long now) {
            long delay = jitter == 0 ? latency : latency + (long) (distribution.draw(context::random) * jitter);
            return head.arrival() + Math.max(0, Math.min(LONGEST, delay)) - now;
        }
    }
}
