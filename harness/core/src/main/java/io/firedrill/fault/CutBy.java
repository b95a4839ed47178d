package io.firedrill.fault;

import eu.rekawek.toxiproxy.model.ToxicDirection;
import io.firedrill.network.Hold;
import io.firedrill.network.Network;
import io.firedrill.network.Way;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** How a path is cut. */
public enum CutBy {
    /** Connections get a TCP reset, those that are open and each that is made anew. */
    RESET("TCP reset of open and new connections"),
    /** The listener is closed, so that new connections are refused, and open ones are closed. */
    REFUSE("listener closed: open connections closed, new ones refused"),
    /** Connections stay open, and new ones are taken; what is sent is swallowed. */
    BLACKHOLE("bytes swallowed: connections stay open, new ones are taken, nothing is answered"),
    /** Packets are lost. */
    DROP("packets dropped by nftables");

    private final String mechanism;

    CutBy(String mechanism) {
        this.mechanism = mechanism;
    }

    /** For a receipt. */
    String mechanism() {
        return mechanism;
    }

    /** Whether it cuts connections, by who opens them, and not bytes by their direction. */
    boolean connections() {
        return this == RESET || this == REFUSE;
    }

    /** The ways that are cut: of connections only those that the first end opens, if it is one way. */
    List<Way> of(List<Way> ways, boolean oneWay) {
        return oneWay && connections() ? ways.stream().filter(Way::opened).toList() : ways;
    }

    /**
     * Cuts one way.
     *
     * @param loss of packets, in percent
     */
    void on(Network network, Way way, Where where, int loss, Consumer<Hold> held) throws IOException {
        switch (this) {
            case REFUSE -> held.accept(network.cut(way.wire()));
            case RESET ->
                held.accept(
                        network.toxic(way.wire(), ToxicDirection.DOWNSTREAM, "reset_peer", Map.of("timeout", 0), 1));
            case BLACKHOLE -> where.lay(network, way, "timeout", Map.of("timeout", 0), held);
            case DROP -> {
                for (ToxicDirection stream : where.streams(way)) {
                    held.accept(network.drop(way.wire(), stream, loss));
                }
            }
        }
    }
}
