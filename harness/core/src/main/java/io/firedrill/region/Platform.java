package io.firedrill.region;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;

/** What provides the regions of a run. Closing it leaves nothing behind. */
public interface Platform extends AutoCloseable {
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
