package io.firedrill.toxiproxy.toxic;

import io.netty.buffer.ByteBuf;

/** Takes the bytes of a stream: a stage, or the socket at the stream's end. Confined to the connection's event loop. */
public interface Outlet {

    /** Takes over the chunk and one reference to it. It never refuses: the source is paused when somebody is full. */
    void data(ByteBuf chunk);

    /** The source has ended; no data follows. */
    void end();
}
