package io.firedrill.scenario;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A fault as the scenario asks for it. The faults themselves live elsewhere and register their word ({@link FaultWord}); this is what
 * the language, the plan and the audit must know of any of them.
 */
public non-sealed interface FaultAction extends Action {

    /** What it is aimed at, for people, as {@code us-east} or {@code us-east.1}. */
    String target();

    /** Of a fault that {@link #stops} a region: whether the services there go on. */
    default boolean sparesServices() {
        return false;
    }

    /**
     * The region all of whose brokers it ends: its {@code killed} event, and what {@code restore-region} brings back. Empty for a fault
     * that leaves brokers running.
     */
    default Optional<String> stops() {
        return Optional.empty();
    }

    /**
     * Regions that somebody elsewhere can't reach while it lasts. A failover from one of these answers the fault, unless the step says
     * otherwise by {@code answered-by}.
     */
    default Set<String> takesAway() {
        return stops().map(Set::of).orElse(Set.of());
    }

    /** Whether it lasts until it is taken back, by {@code for:}, {@code lift:} or the end; otherwise it is done once it happened. */
    default boolean lasts() {
        return true;
    }

    /**
     * What it sets to a value of its own, for people, as {@code the clock of the services of us-east}. Two faults that set the same can't
     * both hold: a scenario in which the second surely comes while the first lasts is refused, and so is the second in a drill. Empty
     * for a fault that adds to what is there.
     */
    default Optional<String> sets() {
        return Optional.empty();
    }

    /** Whether a region's own log may lose acknowledged records by it; anomaly P1 is then bounded, not forbidden. */
    default boolean losesAcknowledged() {
        return false;
    }

    /** Whether the logs of what it hits begin anew at offset 0, so that an offset may be taken twice. */
    default boolean renewsLogs() {
        return false;
    }

    /** Whether the logs of what it hits may end earlier than they did, so that other records come to stand at offsets that were taken. */
    default boolean cutsEnds() {
        return renewsLogs();
    }

    /** By how much it may lengthen a round trip; a canary's patience must be longer. */
    default Duration slows() {
        return Duration.ZERO;
    }

    /** What it needs beyond processes and proxies. */
    default Set<Need> needs() {
        return Set.of();
    }

    /** What not every platform or machine has. */
    enum Need {
        /** An own address for each source of connections on this machine. */
        SOURCE_ADDRESSES("an own loopback address for each process, which this system does not have"),
        /** A network of each broker's own, that it can be taken off. */
        OWN_NETWORKS("a network of each broker's own"),
        /** An address that a process can be given instead of the one it has. */
        MOVABLE_ADDRESSES("an address that a running process can be moved to"),
        /** A proxy server that counts what goes through open connections, where the effect can't be seen from outside. */
        TRAFFIC_ACCOUNTS("a proxy server that counts what goes through open connections"),
        /** A proxy server that draws jitter by a distribution and a seed of the toxic's own. */
        OWN_DRAWS("a proxy server that knows other distributions than the uniform one, and seeds"),
        /** A network namespace of the drill's own, and packet filters in it. */
        NETWORK_NAMESPACE("a network namespace of its own with a packet filter (Linux, `unshare` and `nft`)");

        private final String text;

        Need(String text) {
            this.text = text;
        }

        /** For a message: what is needed. */
        public String text() {
            return text;
        }
    }
}
