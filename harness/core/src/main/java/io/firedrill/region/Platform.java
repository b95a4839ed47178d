package io.firedrill.region;

import io.firedrill.kafka.HostPort;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/** What provides the regions of a run. Closing it leaves nothing behind. */
public interface Platform extends AutoCloseable {
    /** What all processes of this run share: for MirrorMaker, workers and proxies beside the regions. */
    RunContext run();

    /** Calls {@code listener} for each child that ends without having been asked to. */
    void onUnexpectedExit(Consumer<ChildExit> listener);

    /** Calls {@code listener}, with a sentence, where something was left undone that no number depends on. */
    default void onWarning(Consumer<String> listener) {}

    /**
     * The HTTP interface of the proxy server that the platform brings along.
     *
     * @return empty: it brings none, and one of the harness's own is to be started beside it
     */
    Optional<HostPort> proxyServer();

    /** Adds a region: takes its ports and reserves its paths. Its endpoints are known from here on; nothing runs yet. */
    Region add(RegionSpec spec, Paths paths) throws IOException;

    /** Starts all brokers of all regions. They are not ready when this returns. */
    void start() throws IOException;

    /** All regions, in the order of the scenario. */
    Collection<? extends Region> regions();

    /**
     * The region of that name.
     *
     * @throws IllegalArgumentException when there is none, with the names there are
     */
    Region region(String name);

    /** Waits for all regions, each as {@link Region#awaitReady}. */
    void awaitReady(Duration atMost) throws RegionFailedException, InterruptedException;

    @Override
    void close() throws IOException;
}
