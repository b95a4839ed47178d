package io.firedrill.toxiproxy.toxic;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A stage that holds chunks in a queue and lets them go piece by piece when they are due. One timer, for the head of the
 * queue, is enough since order is kept.
 */
abstract class HoldingStage extends Stage {

    /** What every stream may hold even when memory is scarce. */
    static final long LEAST_WINDOW = 16 * 1024;

    private static final int MOST_PIECES = 256;

    /** Not before a change: until an update or the removal. */
    static final long NEVER = Long.MAX_VALUE;

    /**
     * A chunk in the queue, or the end of the stream.
     *
     * @param data the bytes, or null for the end of the stream
     * @param arrival when it came, on the context's clock
     */
    record Held(@Nullable ByteBuf data, long arrival) {
        int size() {
            return data == null ? 0 : data.readableBytes();
        }
    }

    private final ArrayDeque<Held> queue = new ArrayDeque<>();
    private long heldBytes;
    private @Nullable Future<?> timer;
    private boolean planned;
    private int plannedBytes;
    private long plannedDue;

    HoldingStage(StageContext context) {
        super(context);
    }

    /** The bytes it holds before the source pauses, while memory is not scarce; less than the least is the least. */
    long window() {
        return LEAST_WINDOW;
    }

    /** How many bytes of the head go next: 0 for the end of the stream, else at least 1. */
    abstract int pieceOf(Held head);

    /** How long after now, in nanoseconds, that piece may go: 0 or less is now, {@link #NEVER} is not before a change. */
    abstract long waitFor(Held head, int bytes, long now);

    /** The piece goes now; it was due at that time. */
    void went(int bytes, long due) {}

    @Override
    public final void data(ByteBuf chunk) {
        ByteBuf fitted = Chunks.fit(chunk);
        heldBytes += fitted.readableBytes();
        context.holding(fitted.readableBytes());
        queue.add(new Held(fitted, context.nanoTime()));
        if (queue.size() == 1) {
            advance();
        }
    }

    @Override
    public final void end() {
        queue.add(new Held(null, context.nanoTime()));
        if (queue.size() == 1) {
            advance();
        }
    }

    /** Plans the head anew, for when what the plan rests on has changed. */
    final void replan() {
        planned = false;
        cancelTimer();
        advance();
    }

    @Override
    public final boolean full() {
        return heldBytes >= LEAST_WINDOW && (heldBytes >= window() || context.memoryScarce());
    }

    @Override
    public void removed() {
        cancelTimer();
        Held head;
        while ((head = queue.poll()) != null) {
            emitWhole(head);
        }
    }

    @Override
    public void discard() {
        cancelTimer();
        context.dropped(heldBytes);
        context.holding(-heldBytes);
        heldBytes = 0;
        for (Held held : queue) {
            if (held.data() != null) {
                held.data().release();
            }
        }
        queue.clear();
    }

    private void advance() {
        Held head;
        int pieces = 0;
        while ((head = queue.peek()) != null && timer == null) {
            long now = context.nanoTime();
            if (!planned) {
                plannedBytes = pieceOf(head);
                long wait = waitFor(head, plannedBytes, now);
                if (wait == NEVER) {
                    return;
                }
                plannedDue = now + wait;
                planned = true;
            }
            // Many tiny pieces must not keep the other connections of the loop waiting.
            long wait = pieces++ < MOST_PIECES ? plannedDue - now : Math.max(1, plannedDue - now);
            if (wait > 0) {
                timer = context.schedule(this::onTimer, wait, TimeUnit.NANOSECONDS);
                return;
            }
            planned = false;
            went(plannedBytes, plannedDue);
            emit(head, plannedBytes);
        }
    }

    private void onTimer() {
        timer = null;
        advance();
        context.pushed();
    }

    private void emit(Held head, int bytes) {
        if (head.data() == null || bytes >= head.size()) {
            queue.poll();
            emitWhole(head);
            return;
        }
        ByteBuf piece = head.data().readRetainedSlice(bytes);
        heldBytes -= bytes;
        context.holding(-bytes);
        next().data(piece);
    }

    private void emitWhole(Held head) {
        if (head.data() == null) {
            next().end();
            return;
        }
        int bytes = head.size();
        heldBytes -= bytes;
        context.holding(-bytes);
        next().data(head.data());
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
