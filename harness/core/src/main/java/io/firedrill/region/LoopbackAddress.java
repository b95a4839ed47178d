package io.firedrill.region;

import io.firedrill.kafka.HostPort;
import io.firedrill.kafka.Listener;
import io.firedrill.scenario.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The addresses a run lives on. On Linux all of 127.0.0.0/8 is this machine, and each run takes a network of 254 addresses of
 * its own, so two runs cannot take each other's ports; a socket bound there for the life of the run is the lock. The harness
 * has one of them, and so has each process, so that each can be given a path of its own to what it connects to. Elsewhere, and
 * where looking up such an address is slow, everything shares 127.0.0.1.
 *
 * <p>Ports come from below the range the kernel hands out to connections. A reserved port is held by a socket that does
 * not listen until {@link #release} just before the process that needs it is started.
 */
public final class LoopbackAddress implements Addressing, AutoCloseable {
    private static final String SHARED = "127.0.0.1";
    private static final int LOCK_PORT = 20_000;
    private static final int LAST_PORT = 32_000;
    private static final int ATTEMPTS = 50;
    private static final long LOOKUP_MILLIS = 250;
    private static final int LAST_HOST = 254;

    private final String host;
    private final Socket lock;
    private final Map<HostPort, Socket> held = new ConcurrentHashMap<>();
    private final Map<Endpoint, String> processes = new LinkedHashMap<>();
    private int next;
    private int nextHost = 2;

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
                String host = "127." + random.nextInt(1, 255) + "." + random.nextInt(1, 255) + ".1";
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
    public static LoopbackAddress shared() {
        return new LoopbackAddress(
                SHARED, new Socket(), ThreadLocalRandom.current().nextInt(LOCK_PORT + 1, LAST_PORT - 2_000));
    }

    /** The harness's own address, such as {@code 127.83.2.1}. */
    public String host() {
        return host;
    }

    @Override
    public boolean apart() {
        return !host.equals(SHARED);
    }

    /** The address of a process: always the same, and nobody else's where processes live {@linkplain #apart() apart}. */
    @Override
    public synchronized String of(Endpoint process) throws IOException {
        if (!apart()) {
            return host;
        }
        String known = processes.get(process);
        if (known == null) {
            known = move(process);
        }
        return known;
    }

    @Override
    public synchronized String move(Endpoint process) throws IOException {
        if (nextHost > LAST_HOST) {
            throw new IOException("no address left for " + process + ": a run has " + LAST_HOST);
        }
        String address = host.substring(0, host.lastIndexOf('.') + 1) + nextHost++;
        processes.put(process, address);
        return address;
    }

    /** The name by which processes of a region find its brokers, each at its own address. */
    private static String nameOf(String region) {
        return region + ".firedrill";
    }

    @Override
    public String advertised(Endpoint broker) {
        return nameOf(broker.region());
    }

    /** On the harness's own address; where that is everybody's address, on a port that was free a moment ago. */
    @Override
    public HostPort shared(int port) throws IOException {
        if (apart()) {
            return new HostPort(host, port);
        }
        HostPort free = reserve(host);
        release(free);
        return free;
    }

    @Override
    public Listening reserve(Endpoint broker, Listener listener) throws IOException {
        return Listening.at(reserve(of(broker)));
    }

    @Override
    public void release(Listening place) throws IOException {
        release(place.upstream());
    }

    @Override
    public boolean movable() {
        return apart();
    }

    /**
     * A port that is free at an address of this run and stays so until {@link #release}. No number is given twice, whatever the
     * address.
     */
    public synchronized HostPort reserve(String host) throws IOException {
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

    @Override
    public HostPort listens(Endpoint process) throws IOException {
        return reserve(of(process));
    }

    /** Frees the port for the process that is started next. Releasing a port that is not held changes nothing. */
    @Override
    public void release(HostPort port) throws IOException {
        Socket socket = held.remove(port);
        if (socket != null) {
            socket.close();
        }
    }

    /**
     * Writes the hosts file of a process, for {@code -Djdk.net.hosts.file}: its region's {@linkplain #advertised name} is its own
     * address, and for a MirrorMaker every region's. Kafka's SASL code looks up the name of every address it connects to; with this file, in which the others' have
     * names as well, a child never asks a name server that may not answer.
     */
    @Override
    public synchronized void writeHostsFile(Endpoint process, Path file) throws IOException {
        String machine;
        try {
            machine = " " + InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            machine = ""; // a machine that does not know its own name works as well
        }
        StringBuilder text = new StringBuilder("127.0.0.1 localhost" + machine + "\n");
        if (apart()) {
            text.append(host).append(" firedrill\n");
            for (String region : found(process)) {
                text.append(of(process)).append(' ').append(nameOf(region)).append('\n');
            }
            processes.forEach((other, address) -> {
                if (!other.equals(process)) {
                    text.append(address).append(' ').append(other).append(".firedrill\n");
                }
            });
        }
        // As a whole or not at all: the process reads it again at any time.
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(next, text, StandardCharsets.UTF_8);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The regions whose brokers a process finds at its own address: its own, and a MirrorMaker those it copies from. */
    private Set<String> found(Endpoint process) {
        Set<String> regions = new LinkedHashSet<>(List.of(process.region()));
        if (process.part() == Endpoint.Part.MIRROR) {
            processes.keySet().forEach(other -> regions.add(other.region()));
        }
        return regions;
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
