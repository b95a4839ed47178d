package io.firedrill.toxiproxy.toxic;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Lets data through as it comes, and the end of the stream {@code delay} ms late. */
final class SlowCloseToxic implements ToxicType {

    @Override
    public String name() {
        return "slow_close";
    }

    @Override
    public List<Attribute> attributes() {
        return List.of(Attribute.millis("delay"));
    }

    @Override
    public Stage stage(StageContext context, Attributes attributes) {
        return new LateEnd(context, attributes);
    }

    private static final class LateEnd extends Stage {
        private long delay;
        private long endedAt;
        private @Nullable Future<?> timer;

        LateEnd(StageContext context, Attributes attributes) {
            super(context);
            delay = attributes.nanosOfMillis("delay");
        }

        @Override
        public void data(ByteBuf chunk) {
            next().data(chunk);
        }

        @Override
        public void end() {
            endedAt = context.nanoTime();
            await();
        }

        private void await() {
            long rest = Math.max(0, endedAt + delay - context.nanoTime());
            timer = context.schedule(this::passEnd, rest, TimeUnit.NANOSECONDS);
        }

        private void passEnd() {
            timer = null;
            next().end();
            context.pushed();
        }

        @Override
        public void update(Attributes attributes) {
            delay = attributes.nanosOfMillis("delay");
            if (timer != null) {
                discard();
                await();
            }
        }

        @Override
        public void removed() {
            if (timer != null) {
                discard();
                next().end();
            }
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
