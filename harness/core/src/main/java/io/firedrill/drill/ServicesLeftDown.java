package io.firedrill.drill;

import java.util.Set;
import java.util.TreeSet;

/** Services of regions that came back without them, as a step says: who starts them then, and when the drill heals. Thread-safe. */
final class ServicesLeftDown {
    private final Start start;
    private final Set<String> toLeave = new TreeSet<>();
    private final Set<String> left = new TreeSet<>();

    /** Starts the services of a region. */
    @FunctionalInterface
    interface Start {
        void of(String region) throws Exception;
    }

    ServicesLeftDown(Start start) {
        this.start = start;
    }

    /** The next start of a region's services is left for later; gives a sentence. */
    synchronized String leave(String region) {
        toLeave.add(region);
        return "its services stay down";
    }

    /** Starts a region's services, unless they are to be left down. */
    void start(String region) throws Exception {
        synchronized (this) {
            if (toLeave.remove(region)) {
                left.add(region);
                return;
            }
            left.remove(region);
        }
        start.of(region);
    }

    /** Regions whose services were left down until now; each is handed over once. */
    synchronized Set<String> take() {
        Set<String> all = Set.copyOf(left);
        left.clear();
        return all;
    }
}
