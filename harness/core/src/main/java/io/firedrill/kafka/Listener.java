package io.firedrill.kafka;

/**
 * The named listeners of the nodes of a region, one for each path a drill may want to cut on its own. Metadata answers name the
 * addresses of the listener a request came in on, so a client stays on the path it started on.
 */
public enum Listener {
    /** Services of the same region, and MirrorMaker writing into its own region. */
    CLIENT(true, true),
    /** The other region: its services, its probes, and whoever operates from there. */
    LINK(true, true),
    /** The MirrorMaker that copies from here, in the other region. */
    MIRROR(true, true),
    /** Broker to broker: replication and coordination within the region. */
    INTERNAL(false, true),
    /** Brokers and KRaft controllers to a controller. Only a node that is one has it, and one that is nothing else has no other. */
    CONTROLLER(false, true),
    /**
     * The harness's own view of the broker. No fault touches it, so the truth can be read in the middle of one. What a
     * client would see never comes from here.
     */
    OBSERVER(false, false);

    private final boolean authenticated;
    private final boolean proxied;

    Listener(boolean authenticated, boolean proxied) {
        this.authenticated = authenticated;
        this.proxied = proxied;
    }

    /** Whether a client must present a user and a password (SASL); otherwise it is {@code User:ANONYMOUS}. */
    public boolean authenticated() {
        return authenticated;
    }

    /** Whether the broker advertises a proxy on this path instead of itself. */
    public boolean proxied() {
        return proxied;
    }
}
