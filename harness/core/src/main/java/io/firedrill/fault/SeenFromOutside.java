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

    /**
     * What became of one question.
     *
     * @param carried what was moved; empty: nothing, or not all of it in time
     * @param text the same for a receipt
     */
    private record Look(Optional<Carried> carried, String text) {}

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
        List<Look> before = each(streams, site);
        long from = site.now();
        path.hold(grip);
        long to = site.now();
        List<Look> with = each(streams, site);
        List<String> unseen = new ArrayList<>();
        for (int i = 0; i < streams.size(); i++) {
            Look one = before.get(i);
            Look other = with.get(i);
            if (one.carried().isEmpty()
                    || other.carried().isEmpty()
                    || !sign.shows(one.carried().get(), other.carried().get())) {
                unseen.add(streams.get(i).text() + ": before " + one.text() + ", then " + other.text());
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
                                + TouchedPath.count(streams.size(), "direction") + ": "
                                + with.get(0).text()
                                + ", before "
                                + before.get(0).text()
                        : "not seen by connections of the harness's own on " + String.join("; ", unseen));
    }

    private static String text(Carried carried) {
        return String.format(
                Locale.ROOT,
                "%d bytes in %.3f s%s",
                carried.bytes(),
                carried.nanos() / 1e9,
                carried.closed() ? " until it was closed" : "");
    }

    private List<Look> each(List<Stream> streams, FaultSite site) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(streams.size(), task -> {
            Thread thread = new Thread(task, "bulk-probe");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Callable<Carried>> tasks = streams.stream()
                    .map(stream -> (Callable<Carried>) () -> carry(stream, site))
                    .toList();
            List<Look> looks = new ArrayList<>();
            for (Future<Carried> one : threads.invokeAll(tasks, patience.toMillis(), TimeUnit.MILLISECONDS)) {
                looks.add(look(one));
            }
            return looks;
        } finally {
            threads.shutdownNow();
        }
    }

    /** One that moved nothing is said in the receipt, which is then of a fault that was not observed. */
    private static Look look(Future<Carried> one) throws InterruptedException {
        try {
            Carried carried = one.get();
            return new Look(Optional.of(carried), text(carried));
        } catch (CancellationException e) {
            return new Look(Optional.empty(), "not all in time");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            return new Look(
                    Optional.empty(), "nothing, as the connection failed: " + (cause == null ? e : cause.getMessage()));
        }
    }

    private Carried carry(Stream stream, FaultSite site) throws IOException, ClosedByInterruptException {
        try (BulkProbe probe = site.probe(stream.wire())) {
            return probe.carry(stream.towards(), bytes, step);
        }
    }
}
