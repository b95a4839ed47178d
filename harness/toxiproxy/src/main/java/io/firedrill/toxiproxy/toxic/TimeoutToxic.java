package io.firedrill.toxiproxy.toxic;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets no data through, and closes the connection {@code timeout} ms after it took hold of it, however much traffic there
 * is; 0 never closes: a black hole. Taking the toxic away closes the connection too, since bytes are missing from it.
 */
final class TimeoutToxic implements ToxicType {

    @Override
    public String name() {
        return "timeout";
    }

    @Override
    public List<Attribute> attributes() {
        return List.of(Attribute.millis("timeout"));
    }

    @Override
    public Stage stage(StageContext context, Attributes attributes) {
        return new BlackHole(context, attributes);
    }

    private static final class BlackHole extends Stage {
        private final long start;
        private long timeout;
        private @Nullable Future<?> timer;

        BlackHole(StageContext context, Attributes attributes) {
            super(context);
            start = context.nanoTime();
            timeout = attributes.nanosOfMillis("timeout");
        }

        @Override
        public void started() {
            if (timeout > 0) {
                long rest = start + timeout - context.nanoTime();
                timer = context.schedule(this::endConnection, Math.max(0, rest), TimeUnit.NANOSECONDS);
            }
        }

        @Override
        public void update(Attributes attributes) {
            timeout = attributes.nanosOfMillis("timeout");
            discard();
            started();
        }

        @Override
        public void data(ByteBuf chunk) {
            context.dropped(chunk.readableBytes());
            chunk.release();
        }

        @Override
        public void end() {
            next().end();
        }

        @Override
        public void removed() {
            discard();
            endConnection();
        }

        @Override
        public void discard() {
            if (timer != null) {
                timer.cancel(false);
                timer = null;
            }
        }
    }
}
