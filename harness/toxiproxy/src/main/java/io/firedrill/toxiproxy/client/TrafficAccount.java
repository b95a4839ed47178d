package io.firedrill.toxiproxy.client;

/**
 * What has gone through a proxy since it was made, counted as it happened.
 *
 * @param connections accepted so far
 * @param live open at that moment
 * @param dialFailed closed because the upstream could not be reached
 * @param cut ended by a toxic or by a change of the proxy
 * @param upstream from clients to the upstream
 * @param downstream from the upstream to clients
 */
public record TrafficAccount(long connections, long live, long dialFailed, long cut, Bytes upstream, Bytes downstream) {

    /**
     * One direction, in bytes.
     *
     * @param received read from the sender
     * @param sent handed on
     * @param dropped read, and thrown away by a toxic or with an ended connection
     */
    public record Bytes(long received, long sent, long dropped) {
        private Bytes since(Bytes earlier) {
            return new Bytes(received - earlier.received, sent - earlier.sent, dropped - earlier.dropped);
        }
    }

    /** What has happened since an earlier account of the same proxy; {@code live} stays that of this one. */
    public TrafficAccount since(TrafficAccount earlier) {
        return new TrafficAccount(
                connections - earlier.connections,
                live,
                dialFailed - earlier.dialFailed,
                cut - earlier.cut,
                upstream.since(earlier.upstream),
                downstream.since(earlier.downstream));
    }

    /** Whether a connection was made, or a byte came from either side. */
    public boolean touched() {
        return connections > 0 || upstream.received > 0 || downstream.received > 0;
    }
}
