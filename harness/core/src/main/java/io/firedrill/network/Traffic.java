package io.firedrill.network;

/**
 * What went through a wire since it was opened.
 *
 * @param connections accepted so far
 * @param live open now
 * @param cut ended by a toxic or a cut
 * @param upstream from who connects to the broker
 * @param downstream from the broker to who connects
 */
public record Traffic(long connections, long live, long cut, Stream upstream, Stream downstream) {

    /**
     * One direction, in bytes.
     *
     * @param received taken from the sender
     * @param sent handed to the receiver
     * @param dropped taken and thrown away
     */
    public record Stream(long received, long sent, long dropped) {}
}
