package io.firedrill.toxiproxy.toxic;

import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** What a stage may do to its stream. Everything here is confined to the connection's event loop. */
public interface StageContext {

    /** Now, in nanoseconds of a clock that only goes forward. */
    long nanoTime();

    /** Runs the task on the event loop after the delay. */
    Future<?> schedule(Runnable task, long delay, TimeUnit unit);

    /** Pushes what was written out of the socket, and looks whether the source should read on or pause. */
    void pushed();

    /** A random number, uniform in [0, 1), from the toxic's seed or else from this connection's. */
    double random();

    /** Whether the memory for held bytes is used up, so that only the least a stream needs may be held. */
    boolean memoryScarce();

    /** Accounts bytes that a stage begins (or, if negative, ceases) to hold. */
    void holding(long bytes);

    /** Accounts bytes that a stage threw away. */
    void dropped(long bytes);

    /** Accounts a piece that a stage cut off what was longer. */
    void cutOff();

    /** Accounts bytes that a stage let go only after others, which came before them, had taken up its rate. */
    void heldBack(long bytes);

    /** Takes nothing more from the source, and closes both sides once the end of the stream has come to the sink. */
    void closeAfterDelivery();

    /** Ends the connection at once with a TCP reset on both sides. */
    void reset();
}
