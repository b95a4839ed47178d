package io.firedrill.region;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The regions of a run whose brokers the harness starts, in the order of the scenario. */
final class Regions {
    private final RunContext run;
    private final Map<String, BrokerRegion> regions = new LinkedHashMap<>();

    Regions(RunContext run) {
        this.run = run;
    }

    Region add(RegionSpec spec, Paths paths) throws IOException {
        if (regions.containsKey(spec.name())) {
            throw new IllegalArgumentException("there is a region " + spec.name() + " already");
        }
        BrokerRegion region = new BrokerRegion(spec, run, paths);
        regions.put(spec.name(), region);
        return region;
    }

    void start() throws IOException {
        Together.each(regions.values(), region -> region.start(region.nodes()));
    }

    Collection<? extends Region> all() {
        return List.copyOf(regions.values());
    }

    Region get(String name) {
        BrokerRegion region = regions.get(name);
        if (region == null) {
            throw new IllegalArgumentException("no region '" + name + "', there are " + regions.keySet());
        }
        return region;
    }

    void awaitReady(Duration atMost) throws RegionFailedException, InterruptedException {
        ExecutorService executor = Executors.newFixedThreadPool(Math.max(1, regions.size()));
        try {
            CompletionService<Void> waits = new ExecutorCompletionService<>(executor);
            for (BrokerRegion region : regions.values()) {
                waits.submit(() -> {
                    region.awaitReady(atMost);
                    return (Void) null;
                });
            }
            // In the order they end, so that the first failure is told at once.
            for (int i = 0; i < regions.size(); i++) {
                waits.take().get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RegionFailedException failed) {
                throw failed;
            }
            throw new IllegalStateException("waiting for the regions failed", e.getCause());
        } finally {
            executor.shutdownNow();
        }
    }
}
