package io.firedrill.fault;

import eu.rekawek.toxiproxy.model.ToxicDirection;
import io.firedrill.evidence.FaultReceipt;
import io.firedrill.network.Way;
import io.firedrill.network.Wire;
import io.firedrill.workload.BulkProbe;
import io.firedrill.workload.BulkProbe.Carried;
import io.firedrill.workload.BulkProbe.Towards;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The effect of a toxic where the proxy server keeps no accounts of open connections: a connection of the harness's own moves the same
 * bytes over every wire and in every direction that the toxic lies on, before it is there and then. It is seen when each of them shows it.
 *
 * @param bytes that are moved
 * @param step asked for only when as many have come through; 0: as many are under way as the path takes
 * @param patience with all of them, which go at the same time
 * @param sign what shows the effect
 */
record SeenFromOutside(long bytes, long step, Duration patience, Sign sign) {

    /** What shows the effect, from the same bytes before and with the toxic. */
    @FunctionalInterface
    interface Sign {
        boolean shows(Carried before, Carried with);
    }

    /** One direction of a wire. */
    private record Stream(Wire wire, ToxicDirection direction) {
        Towards towards() {
            return direction == ToxicDirection.UPSTREAM ? Towards.NODE : Towards.HERE;
        }

        String text() {
            return wire + (direction == ToxicDirection.UPSTREAM ? "" : ", back");
        }
    }

    /**
     * Applies the toxic and looks.
     *
     * @param parameters for the receipt
     * @param toxic for the receipt
     * @param effect what each direction then shows, for a receipt
     */
    FaultReceipt apply(
            Fault fault,
            Where where,
            String parameters,
            String toxic,
            TouchedPath.Grip grip,
            String effect,
            FaultSite site,
            Lifting lifting)
            throws Exception {
        TouchedPath path = TouchedPath.open(site, where.ways(site.network()), lifting);
        List<Stream> streams = new ArrayList<>();
        for (Way way : path.ways()) {
            where.streams(way).forEach(direction -> streams.add(new Stream(way.wire(), direction)));
        }
        List<Optional<Carried>> before = each(streams, site);
        long from = site.now();
        path.hold(grip);
        long to = site.now();
        List<Optional<Carried>> with = each(streams, site);
        List<String> unseen = new ArrayList<>();
        for (int i = 0; i < streams.size(); i++) {
            Optional<Carried> one = before.get(i);
            Optional<Carried> other = with.get(i);
            if (one.isEmpty() || other.isEmpty() || !sign.shows(one.get(), other.get())) {
                unseen.add(streams.get(i).text() + ": before " + text(one) + ", then " + text(other));
            }
        }
        boolean observed = unseen.isEmpty();
        return new FaultReceipt(
                fault.key(),
                fault.target(),
                parameters,
                toxic,
                from,
                to,
                path.touched(),
                observed,
                from,
                site.now(),
                observed
                        ? effect + ", by a connection of the harness's own in each of "
                                + TouchedPath.count(streams.size(), "direction") + ": " + text(with.get(0))
                                + ", before "
                                + text(before.get(0))
                        : "not seen by connections of the harness's own on " + String.join("; ", unseen));
    }

    private static String text(Optional<Carried> carried) {
        return carried.map(it -> String.format(
                        Locale.ROOT,
                        "%d bytes in %.3f s%s",
                        it.bytes(),
                        it.nanos() / 1e9,
                        it.closed() ? " until it was closed" : ""))
                .orElse("nothing in time");
    }

    /** Empty where it took longer than it may, or nobody let it in. */
    private List<Optional<Carried>> each(List<Stream> streams, FaultSite site) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(streams.size(), task -> {
            Thread thread = new Thread(task, "bulk-probe");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Callable<Carried>> tasks = streams.stream()
                    .map(stream -> (Callable<Carried>) () -> carry(stream, site))
                    .toList();
            List<Optional<Carried>> carried = new ArrayList<>();
            for (Future<Carried> one : threads.invokeAll(tasks, patience.toMillis(), TimeUnit.MILLISECONDS)) {
                carried.add(result(one));
            }
            return carried;
        } finally {
            threads.shutdownNow();
        }
    }

    private static Optional<Carried> result(Future<Carried> one) throws InterruptedException {
        try {
            return Optional.of(one.get());
        } catch (CancellationException | ExecutionException e) {
            return Optional.empty(); // said in the receipt, which is then of a fault that was not observed
        }
    }

    private Carried carry(Stream stream, FaultSite site) throws IOException, ClosedByInterruptException {
        try (BulkProbe probe = site.probe(stream.wire())) {
            return probe.carry(stream.towards(), bytes, step);
        }
    }
}
