package io.firedrill.toxiproxy.toxic;

import java.util.List;

/**
 * Delays everything, the end of the stream included, by {@code latency} ms, plus or minus up to {@code jitter} ms, drawn
 * anew for each chunk. Order is kept: a chunk never overtakes an earlier one.
 */
final class LatencyToxic implements ToxicType {

    /** As much as the real server's 1024 chunks of 32 KiB: bulk keeps its speed up to 1.6 GB/s at 20 ms. */
    private static final long WINDOW = 32L * 1024 * 1024;

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public List<Attribute> attributes() {
        return List.of(Attribute.millis("latency"), Attribute.millis("jitter"));
    }

    @Override
    public Stage stage(StageContext context, Attributes attributes) {
        return new Delaying(context, attributes);
    }

    private static final class Delaying extends HoldingStage {
        private long latency;
        private long jitter;

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
            long delay = jitter == 0 ? latency : latency + (long) ((2 * context.random() - 1) * jitter);
            return head.arrival() + Math.max(0, delay) - now;
        }
    }
}
