package io.firedrill.network;

import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import eu.rekawek.toxiproxy.model.ToxicDirection;
import eu.rekawek.toxiproxy.model.toxic.Latency;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The proxies of a drill: one on every path of every broker, driven over the Toxiproxy interface, whichever server answers.
 * Calls are serialized: the client library keeps no locks of its own.
 */
public final class Network {
    private final ToxiproxyClient client;
    private final Map<String, Proxy> proxies = new ConcurrentHashMap<>();

    /**
     * @param host of the Toxiproxy server's HTTP interface
     * @param port of it
     */
    public Network(String host, int port) {
        this.client = new ToxiproxyClient(host, port);
    }

    /**
     * Opens a path.
     *
     * @param name as {@code us-east.1.client}, unique in the drill
     * @param listenHost address to listen on; the server chooses the port, so that no port is taken twice
     * @param upstream {@code host:port} that the path leads to; need not listen yet
     * @return {@code host:port} that clients are told
     * @throws IOException the server refused, or can't be reached
     */
    public synchronized String open(String name, String listenHost, String upstream) throws IOException {
        Proxy proxy = client.createProxy(name, listenHost + ":0", upstream);
        proxies.put(name, proxy);
        return proxy.getListen();
    }

    /**
     * Adds latency to a path's round trip, half each way, for good: it is the link's own, not a fault.
     *
     * @param roundTrip added to a round trip
     * @param jitter either side of it
     */
    public synchronized void delay(String name, Duration roundTrip, Duration jitter) throws IOException {
        Proxy proxy = path(name);
        for (ToxicDirection direction : new ToxicDirection[] {ToxicDirection.UPSTREAM, ToxicDirection.DOWNSTREAM}) {
            boolean up = direction == ToxicDirection.UPSTREAM;
            Latency latency = proxy.toxics().latency("link-" + (up ? "up" : "down"), direction, half(roundTrip, up));
            if (!jitter.isZero()) {
                latency.setJitter(half(jitter, up));
            }
        }
    }

    /** Cuts a path: nothing connects, what was connected is closed. */
    public synchronized void cut(String name) throws IOException {
        path(name).disable();
    }

    /** Takes {@link #cut} back. */
    public synchronized void join(String name) throws IOException {
        path(name).enable();
    }

    private Proxy path(String name) {
        Proxy proxy = proxies.get(name);
        if (proxy == null) {
            throw new IllegalArgumentException("no path " + name + "; there are " + proxies.keySet());
        }
        return proxy;
    }

    /** Both halves together are the whole, also of an odd number of milliseconds. */
    private static long half(Duration whole, boolean smaller) {
        long millis = whole.toMillis();
        return smaller ? millis / 2 : millis - millis / 2;
    }
}
