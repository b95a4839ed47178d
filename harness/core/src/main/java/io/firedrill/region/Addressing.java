package io.firedrill.region;

import io.firedrill.kafka.HostPort;
import io.firedrill.kafka.Listener;
import io.firedrill.scenario.Endpoint;
import java.io.IOException;
import java.nio.file.Path;

/** How the processes of a run reach each other on a platform. Thread-safe. */
public interface Addressing {
    /** Whether the proxies of each process listen at an address of their own; where not, all sources of a listener share a proxy. */
    boolean apart();

    /** Where the proxies listen through which a process connects, as the proxy server knows it. */
    String of(Endpoint process) throws IOException;

    /** What a broker or controller is called within its region: each process finds its own proxies, or the broker itself, by that name. */
    String advertised(Endpoint broker);

    /**
     * Where a proxy listens that is for others than one process of the region.
     *
     * @param port the broker's own, which it shall have if it can
     */
    HostPort shared(int port) throws IOException;

    /** Takes a place for a listener of a broker or controller. What was taken is held until {@link #release}. */
    Listening reserve(Endpoint broker, Listener listener) throws IOException;

    /** Frees a place: for the broker that is started next, or as it will not do. */
    void release(Listening place) throws IOException;

    /**
     * Takes a place where the services of a region, or what they call, listen: for them, and for the proxy server. Nobody else has it
     * until {@link #release(HostPort)}.
     */
    HostPort listens(Endpoint process) throws IOException;

    /** Frees such a place for the process that is started next. */
    void release(HostPort place) throws IOException;

    /** Writes the hosts file of a process, for {@code -Djdk.net.hosts.file}; to be called when all addresses are known. */
    void writeHostsFile(Endpoint process, Path file) throws IOException;

    /** Whether a process can be {@linkplain #move moved} to another address. */
    boolean movable();

    /** Gives a process another address, at which nobody listens yet; hosts files say so once they are written anew. */
    String move(Endpoint process) throws IOException;
}
