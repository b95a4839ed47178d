package io.firedrill.toxiproxy.toxic;

import io.netty.buffer.ByteBuf;

/** Bytes that are kept for a while. */
public final class Chunks {

    private Chunks() {}

    /**
     * The same bytes, in a buffer of their own where they would keep a much larger one alive: memory is bounded by what is kept
     * only if it takes little more. The chunk given is taken over.
     */
    public static ByteBuf fit(ByteBuf chunk) {
        if (chunk.capacity() <= 1024 || chunk.readableBytes() > chunk.capacity() / 4) {
            return chunk;
        }
        ByteBuf fitted = chunk.alloc().directBuffer(chunk.readableBytes());
        fitted.writeBytes(chunk);
        chunk.release();
        return fitted;
    }
}
