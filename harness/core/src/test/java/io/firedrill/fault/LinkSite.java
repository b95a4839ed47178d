package io.firedrill.fault;

import io.firedrill.kafka.Listener;
import io.firedrill.network.Wire;
import io.firedrill.region.Region;
import io.firedrill.scenario.Endpoint;
import io.firedrill.workload.BulkProbe;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Two regions of one broker each, which echo, with the links of both behind a real proxy server, and canaries on them. Where Kafka would
 * be, nothing is.
 */
final class LinkSite extends WiredSite {
    static final Endpoint EAST = Endpoint.region("us-east");
    static final Endpoint WEST = Endpoint.region("us-west");
    static final Where BOTH = new Where(EAST, WEST, false);
    static final Where EASTWARD = new Where(WEST, EAST, true);

    /** From us-west to us-east's broker. */
    final Wire east;
    /** From us-east to us-west's broker. */
    final Wire west;

    private final List<SocketCanary> watchers = new ArrayList<>();
    private volatile boolean accounts = true;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Set<String> dead = java.util.concurrent.ConcurrentHashMap.newKeySet();

    LinkSite() throws IOException, InterruptedException {
        super(new Canaries());
        east = wire("us-west", "us-east");
        west = wire("us-east", "us-west");
        watch(List.of(east, west));
        if (!canaries.awaitWorking(List.of(east, west), Duration.ofSeconds(20))) {
            throw new IllegalStateException("the canaries are not answered");
        }
        // So that a baseline is known.
        canaries.awaitWindows(List.of(east, west), (wire, window) -> true, 0, Duration.ofSeconds(20));
    }

    private Wire wire(String from, String to) throws IOException {
        return open(
                from + "-to-" + to + ".1.link",
                Endpoint.region(from),
                Endpoint.broker(to, 1),
                Optional.of(Listener.LINK),
                echo());
    }

    /** Something that the services of a region call, watched. */
    Wire dependency(String region, String name) throws IOException, InterruptedException {
        Wire wire = open(
                region + ".clients-to-" + region + "." + name,
                Endpoint.clients(region),
                Endpoint.dependency(region, name),
                Optional.empty(),
                echo());
        watch(List.of(wire));
        canaries.awaitWindows(List.of(wire), (any, window) -> true, 0, Duration.ofSeconds(20));
        return wire;
    }

    /** A connection over a wire, with patience of a second. */
    static Socket connect(Wire wire) throws IOException {
        Socket socket = new Socket();
        socket.connect(wire.listen().socketAddress(), 1_000);
        socket.setSoTimeout(1_000);
        socket.setTcpNoDelay(true);
        return socket;
    }

    /** Whether a byte comes back. */
    static boolean answers(Socket socket) throws IOException {
        socket.getOutputStream().write(7);
        return socket.getInputStream().read() == 7;
    }

    boolean carries(Wire wire) {
        try (Socket socket = connect(wire)) {
            return answers(socket);
        } catch (IOException e) {
            return false; // refused, reset or silent: that is the answer
        }
    }

    /** From now on it is as if the proxy server kept no accounts. */
    void withoutAccounts() {
        accounts = false;
    }

    @Override
    public boolean keepsAccounts() {
        return accounts;
    }

    /** What echoes lets everybody in. */
    @Override
    public BulkProbe probe(Wire wire) throws IOException {
        return BulkProbe.open(wire.reached(), Map.of());
    }

    /** From now on no broker of the region runs. */
    void dead(String region) {
        dead.add(region);
    }

    @Override
    public Region region(String name) {
        return (Region) Proxy.newProxyInstance(
                Region.class.getClassLoader(), new Class<?>[] {Region.class}, (self, method, args) -> {
                    if (method.getName().equals("running")) {
                        return dead.contains(name) ? Set.of() : Set.of(1);
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    @Override
    public void watch(Collection<Wire> wires) {
        wires.forEach(wire -> watchers.add(new SocketCanary(wire, canaries)));
    }

    @Override
    public void pause(Duration time) throws InterruptedException {
        if (over.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new InterruptedException("over");
        }
    }

    @Override
    public long now() {
        return System.nanoTime();
    }

    @Override
    public void close() throws Exception {
        over.countDown();
        watchers.forEach(SocketCanary::close);
        super.close();
    }
}
