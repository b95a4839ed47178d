package io.firedrill.toxiproxy.toxic;

import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends the connection with a TCP reset on both sides, {@code timeout} ms after it took hold of it, with or without data; 0 is
 * at once. Until then nothing passes; when the toxic is taken away before, what waited goes on.
 */
final class ResetPeerToxic implements ToxicType {

    @Override
    public String name() {
        return "reset_peer";
    }

    @Override
    public List<Attribute> attributes() {
        return List.of(Attribute.millis("timeout"));
    }

    @Override
    public Stage stage(StageContext context, Attributes attributes) {
        return new Reset(context, attributes);
    }

    private static final class Reset extends HoldingStage {
        private final long start;
        private long timeout;
        private @Nullable Future<?> fuse;

        Reset(StageContext context, Attributes attributes) {
            super(context);
            start = context.nanoTime();
            timeout = attributes.nanosOfMillis("timeout");
        }

        @Override
        public void started() {
            long rest = start + timeout - context.nanoTime();
            if (rest <= 0) {
                context.reset();
            } else {
                fuse = context.schedule(context::reset, rest, TimeUnit.NANOSECONDS);
            }
        }

        @Override
        public void update(Attributes attributes) {
            timeout = attributes.nanosOfMillis("timeout");
            quench();
            started();
        }

        @Override
        int pieceOf(Held head) {
            return head.size();
        }

        @Override
        long waitFor(Held head, int bytes, long now) {
            return NEVER;
        }

        @Override
        public void removed() {
            quench();
            super.removed();
        }

        @Override
        public void discard() {
            quench();
            super.discard();
        }

        private void quench() {
            if (fuse != null) {
                fuse.cancel(false);
                fuse = null;
            }
        }
    }
}
