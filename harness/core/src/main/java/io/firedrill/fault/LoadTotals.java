package io.firedrill.fault;

import io.firedrill.workload.WorkerEvent;
import java.util.Locale;
import java.util.Optional;

/**
 * What the active services of a region have done so far.
 *
 * @param at monotonic nanoseconds
 * @param intended sends that came due
 * @param acked of those, acknowledged
 * @param delivered records handed to consumers
 * @param lag records that consumers have left; 0 while unknown
 */
record LoadTotals(long at, long intended, long acked, long delivered, long lag) {

    /** Empty: no service is active there. */
    static Optional<LoadTotals> of(FaultSite site, String region) {
        return site.load(region).flatMap(LoadTotals::of);
    }

    private static Optional<LoadTotals> of(WorkerEvent.Stats stats) {
        var producers = stats.producers().stream()
                .filter(WorkerEvent.ProducerStats::active)
                .toList();
        var groups =
                stats.groups().stream().filter(WorkerEvent.GroupStats::active).toList();
        if (producers.isEmpty() && groups.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new LoadTotals(
                stats.at(),
                producers.stream()
                        .mapToLong(WorkerEvent.ProducerStats::intended)
                        .sum(),
                producers.stream().mapToLong(WorkerEvent.ProducerStats::acked).sum(),
                groups.stream().mapToLong(WorkerEvent.GroupStats::delivered).sum(),
                groups.stream().mapToLong(group -> Math.max(0, group.lag())).sum()));
    }

    /** From an earlier look to this one. */
    Window since(LoadTotals earlier) {
        return new Window(
                (at - earlier.at) / 1e9,
                intended - earlier.intended,
                acked - earlier.acked,
                delivered - earlier.delivered,
                lag - earlier.lag);
    }

    /** Differences over some seconds. */
    record Window(double seconds, long intended, long acked, long delivered, long lag) {
        private static final double ALL = 0.95;

        /** Whether sends were due and as good as all were acknowledged, or none was due. */
        boolean keptUp() {
            return acked >= ALL * intended;
        }

        double ackedPerSecond() {
            return acked / seconds;
        }

        double intendedPerSecond() {
            return intended / seconds;
        }

        double deliveredPerSecond() {
            return delivered / seconds;
        }

        /** For a receipt. */
        String acknowledged() {
            return String.format(
                    Locale.ROOT,
                    "%.0f of %.0f records/s that were due were acknowledged",
                    ackedPerSecond(),
                    intendedPerSecond());
        }
    }
}
