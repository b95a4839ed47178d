package io.firedrill.region;

import io.firedrill.kafka.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The address a run lives on. On Linux all of 127.0.0.0/8 is this machine, and each run takes an address of its own, so
 * two runs cannot take each other's ports; a socket bound there for the life of the run is the lock. Elsewhere, and where
 * looking up such an address is slow, runs share 127.0.0.1.
 *
 * <p>Ports come from below the range the kernel hands out to connections. A reserved port is held by a socket that does
 * not listen until {@link #release} just before the process that needs it is started.
 */
public final class LoopbackAddress implements AutoCloseable {
    private static final String SHARED = "127.0.0.1";
    private static final int LOCK_PORT = 20_000;
    private static final int LAST_PORT = 32_000;
    private static final int ATTEMPTS = 50;
    private static final long LOOKUP_MILLIS = 250;

    private final String host;
    private final Socket lock;
    private final Map<HostPort, Socket> held = new ConcurrentHashMap<>();
    private int next;

    private LoopbackAddress(String host, Socket lock, int firstPort) {
        this.host = host;
        this.lock = lock;
        this.next = firstPort;
    }

    /** Takes an address for this run. */
    public static LoopbackAddress claim() throws IOException {
        if (System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")) {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                String host =
                        "127." + random.nextInt(1, 255) + "." + random.nextInt(1, 255) + "." + random.nextInt(2, 255);
                Socket lock = new Socket();
                try {
                    lock.bind(new InetSocketAddress(host, LOCK_PORT));
                } catch (IOException e) {
                    lock.close(); // taken by another run, or not an address of this machine
                    continue;
                }
                if (looksUpQuickly(host)) {
                    return new LoopbackAddress(host, lock, LOCK_PORT + 1);
                }
                lock.close();
                break;
            }
        }
        return shared();
    }

    /** 127.0.0.1, shared with other runs: ports are searched from a random place on. */
    static LoopbackAddress shared() {
        return new LoopbackAddress(
                SHARED, new Socket(), ThreadLocalRandom.current().nextInt(LOCK_PORT + 1, LAST_PORT - 2_000));
    }

    /** The address, such as {@code 127.83.2.5}. */
    public String host() {
        return host;
    }

    /** A port that is free and stays so until {@link #release}. */
    public synchronized HostPort reserve() throws IOException {
        IOException last = new IOException("none tried");
        while (next < LAST_PORT) {
            HostPort candidate = new HostPort(host, next++);
            Socket socket = new Socket();
            try {
                socket.bind(candidate.socketAddress());
                held.put(candidate, socket);
                return candidate;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw new IOException("no free port up to " + LAST_PORT + " on " + host + "; end what listens there", last);
    }

    /** Frees the port for the process that is started next. Releasing a port that is not held changes nothing. */
    public void release(HostPort port) throws IOException {
        Socket socket = held.remove(port);
        if (socket != null) {
            socket.close();
        }
    }

    /**
     * Writes a hosts file for {@code -Djdk.net.hosts.file}. Kafka's SASL code looks up the name of every address it
     * connects to; with this file a child never asks a name server that may not answer.
     */
    public void writeHostsFile(Path file) throws IOException {
        String machine;
        try {
            machine = " " + InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            machine = ""; // a machine that does not know its own name works as well
        }
        Files.writeString(
                file,
                "127.0.0.1 localhost" + machine + "\n" + (host.equals(SHARED) ? "" : host + " firedrill\n"),
                StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        for (HostPort port : held.keySet()) {
            release(port);
        }
        lock.close();
    }

    /** The harness's own clients look the address up as well, and no hosts file helps them. */
    private static boolean looksUpQuickly(String host) {
        CompletableFuture<String> name = CompletableFuture.supplyAsync(() -> reverse(host));
        try {
            name.get(LOOKUP_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String reverse(String host) {
        try {
            return InetAddress.getByName(host).getHostName();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(host + " is an address and needs no look-up", e);
        }
    }
}
