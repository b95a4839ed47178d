package io.firedrill.toxiproxy.proxy;

import io.netty.buffer.ByteBuf;

/**
 * A TCP connection of a link. It is registered with one event loop, to which everything but {@link #close} of an unregistered
 * one is confined. Nothing is read before it is asked for.
 */
interface Peer {

    /**
     * Begins to tell what happens to the connection, on the worker's loop.
     *
     * @return false when the loop does not take it; then it is to be closed
     */
    boolean open(Worker worker, PeerEvents events);

    /** Whether it is to be read. */
    void reads(boolean on);

    /** Takes a chunk over and sends it now or with the next {@link #flush}, after those before it. */
    void write(ByteBuf chunk);

    void flush();

    /** Whether it takes more without much waiting in memory. */
    boolean writable();

    /** Bytes that wait in memory since the connection takes no more. */
    long waiting();

    /** Calls back, perhaps at once, when all that was written has left; not after it is gone. */
    void whenWritten(Runnable done);

    /** Sends the end of the stream; the other direction goes on. */
    void shutdownOutput();

    /** A close shall be a TCP reset. */
    void resetOnClose();

    /** Closes it at once; what waits is lost. Nothing is told any more. */
    void close();
}
