package io.firedrill.toxiproxy.proxy;

import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Looks host names up without ever blocking an event loop. An IP address is answered at once, a name from a few threads that
 * end when idle; an answer is kept for some seconds.
 */
final class Resolver implements AutoCloseable {

    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int MOST_KEPT = 1000;

    private record Kept(List<InetAddress> addresses, long until) {}

    private final Map<String, Kept> kept = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor threads;

    Resolver() {
        threads = new ThreadPoolExecutor(
                4,
                4,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new DefaultThreadFactory("toxiproxy-lookup", true));
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * The addresses of a host, IPv4 first, at least one; fails with {@link UnknownHostException}.
     *
     * @param host an IP address or a name; empty is this host's loopback address, as in Go
     */
    CompletableFuture<List<InetAddress>> resolve(String host) {
        try {
            byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
            if (literal != null) {
                return CompletableFuture.completedFuture(List.of(InetAddress.getByAddress(literal)));
            }
        } catch (UnknownHostException e) {
            return CompletableFuture.failedFuture(e);
        }
        if (host.isEmpty()) {
            return CompletableFuture.completedFuture(List.of(NetUtil.LOCALHOST4));
        }
        Kept known = kept.get(host);
        if (known != null && known.until() - System.nanoTime() > 0) {
            return CompletableFuture.completedFuture(known.addresses());
        }
        CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
        threads.execute(() -> lookUp(host, answer));
        return answer;
    }

    private void lookUp(String host, CompletableFuture<List<InetAddress>> answer) {
        try {
            List<InetAddress> addresses = Arrays.stream(InetAddress.getAllByName(host))
                    .sorted(Comparator.comparing(address -> !(address instanceof Inet4Address)))
                    .toList();
            if (kept.size() >= MOST_KEPT) {
                kept.clear();
            }
            kept.put(host, new Kept(addresses, System.nanoTime() + KEPT_NANOS));
            answer.complete(addresses);
        } catch (UnknownHostException | RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
