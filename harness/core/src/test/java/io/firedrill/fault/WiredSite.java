package io.firedrill.fault;

import eu.rekawek.toxiproxy.ToxiproxyClient;
import io.firedrill.kafka.HostPort;
import io.firedrill.kafka.Listener;
import io.firedrill.network.EchoUpstream;
import io.firedrill.network.Network;
import io.firedrill.network.Wire;
import io.firedrill.region.LoopbackAddress;
import io.firedrill.scenario.Endpoint;
import io.firedrill.toxiproxy.ToxiproxyServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A drill whose wires are proxies of a real server and lead to what echoes; canaries tell what the test lets them see. */
abstract class WiredSite extends BareSite implements AutoCloseable {
    final ToxiproxyServer server = new ToxiproxyServer(1);
    final ToxiproxyClient plain;
    final Network network;
    final Canaries canaries;

    private final LoopbackAddress address = LoopbackAddress.claim();
    private final List<EchoUpstream> upstreams = new ArrayList<>();

    WiredSite(Canaries canaries) throws IOException {
        this.canaries = canaries;
        int port = server.start("127.0.0.1", 0);
        plain = new ToxiproxyClient("127.0.0.1", port);
        network = new Network("127.0.0.1", port);
    }

    /** Something that echoes. */
    final HostPort echo() throws IOException {
        HostPort upstream = free();
        upstreams.add(new EchoUpstream(upstream));
        return upstream;
    }

    /** A place where a proxy of this site can listen. */
    final HostPort free() throws IOException {
        HostPort port = address.reserve(address.host());
        address.release(port);
        return port;
    }

    /** Opens a wire. */
    final Wire open(Wire wire, HostPort upstream) throws IOException {
        if (!network.open(List.of(wire), upstream)) {
            throw new IOException(wire.listen() + " is taken");
        }
        return wire;
    }

    /** Opens a wire that is found where it listens. */
    final Wire open(String name, Endpoint from, Endpoint to, Optional<Listener> listener, HostPort upstream)
            throws IOException {
        return open(new Wire(name, Set.of(from), to, listener, free()), upstream);
    }

    @Override
    public final Network network() {
        return network;
    }

    @Override
    public final Canaries canaries() {
        return canaries;
    }

    @Override
    public void close() throws Exception {
        network.close();
        server.close();
        for (EchoUpstream upstream : upstreams) {
            upstream.close();
        }
        address.close();
    }
}
