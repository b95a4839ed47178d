package io.firedrill.toxiproxy.proxy;

import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Looks host names up without ever blocking an event loop. An IP address is answered at once, a name from a few threads that
 * end when idle. However many ask for a name, it is looked up once at a time; an answer is kept for some seconds, a failure for one.
 */
final class Resolver implements AutoCloseable {

    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long FAILURE_KEPT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(10);
    private static final int MOST_KEPT = 1000;
    private static final int MOST_WAITING = 1000;

    private record Kept(CompletableFuture<List<InetAddress>> answer, long until) {}

    /** Asks the system; takes as long as that takes. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] of(String host) throws UnknownHostException;
    }

    private final Lookup system;
    private final Duration answeredWithin;
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<List<InetAddress>>> underWay = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor threads;

    Resolver() {
        this(InetAddress::getAllByName, ANSWERED_WITHIN);
    }

    Resolver(Lookup system, Duration answeredWithin) {
        this.system = system;
        this.answeredWithin = answeredWithin;
        threads = new ThreadPoolExecutor(
                4,
                4,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MOST_WAITING),
                new DefaultThreadFactory("toxiproxy-lookup", true));
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * The addresses of a host, IPv4 first, at least one; fails with {@link UnknownHostException}, or with {@link
     * java.util.concurrent.TimeoutException} when the system does not answer in time.
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
            return known.answer();
        }
        CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
        // One that ran out of time fails at once until the system has answered it: asking again would only take another
        // thread.
        CompletableFuture<List<InetAddress>> first = underWay.putIfAbsent(host, answer);
        if (first != null) {
            return first;
        }
        try {
            threads.execute(() -> lookUp(host, answer));
        } catch (RejectedExecutionException e) {
            underWay.remove(host);
            answer.completeExceptionally(new UnknownHostException(host + ": too many other names are being looked up"));
        }
        return answer.orTimeout(answeredWithin.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void lookUp(String host, CompletableFuture<List<InetAddress>> answer) {
        try {
            List<InetAddress> addresses = Arrays.stream(system.of(host))
                    .sorted(Comparator.comparing(address -> !(address instanceof Inet4Address)))
                    .toList();
            keep(host, CompletableFuture.completedFuture(addresses), KEPT_NANOS);
            answer.complete(addresses);
        } catch (UnknownHostException | RuntimeException e) {
            keep(host, CompletableFuture.failedFuture(e), FAILURE_KEPT_NANOS);
            answer.completeExceptionally(e);
        }
    }

    private void keep(String host, CompletableFuture<List<InetAddress>> answer, long nanos) {
        if (kept.size() >= MOST_KEPT) {
            kept.clear();
        }
        kept.put(host, new Kept(answer, System.nanoTime() + nanos));
        underWay.remove(host);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
