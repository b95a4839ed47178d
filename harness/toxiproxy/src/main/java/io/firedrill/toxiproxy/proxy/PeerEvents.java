package io.firedrill.toxiproxy.proxy;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** What a {@link Peer} tells, on its event loop. */
interface PeerEvents {

    /** Whether bytes that come now are kept for a while. */
    boolean keeps();

    /** The peer that bytes which come now may be given as they are; null when they are to be {@link #received}. */
    @Nullable
    Peer straightTo();

    /** So many bytes came and go straight to that peer. */
    void passed(int bytes);

    /** Bytes came; the chunk is the listener's to release. */
    void received(ByteBuf chunk);

    /** No more bytes for the moment. */
    void receivedAll();

    /** Some of what waited has left, or the peer takes no more: {@link Peer#writable} may have turned. */
    void turned();

    /** The other side has sent its last byte; the way to it may still be open. */
    void ended();

    /** The connection is closed in both directions, by a reset for example; the last that is told. */
    void gone();
}
