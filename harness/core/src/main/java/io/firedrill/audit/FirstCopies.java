package io.firedrill.audit;

import java.util.ArrayList;
import java.util.List;

/** Where each record first stands in a region's topic, as the final scan saw it. */
final class FirstCopies {
    private static final int RANK_BITS = 40;
    private static final long RANK = (1L << RANK_BITS) - 1;

    private final List<ScanLog> logs = new ArrayList<>();
    private final List<RowOrder> orders = new ArrayList<>();
    private final RefTimes places;

    FirstCopies(Dossier dossier, int region, int topic) {
        places = new RefTimes(dossier.scratch());
        for (ScanLog log : dossier.facts().scanLogs()) {
            if (log.region == region && log.topic == topic) {
                add(log);
            }
        }
    }

    private void add(ScanLog log) {
        RowOrder order = log.byOffset();
        for (int rank = 0; rank < order.size(); rank++) {
            long ref = log.refs.get(order.row(rank));
            if (!Ref.phantom(ref)) {
                // The lowest place stays: of each record the first.
                places.put(ref, (long) logs.size() << RANK_BITS | rank);
            }
        }
        logs.add(log);
        orders.add(order);
    }

    /** Logs of the topic, by partition. */
    List<ScanLog> logs() {
        return logs;
    }

    boolean has(long ref) {
        return places.get(ref) != RefTimes.NEVER;
    }

    int partition(long ref) {
        return log(ref).partition;
    }

    long offset(long ref) {
        return log(ref).offsets.get(row(ref));
    }

    long timestamp(long ref) {
        return log(ref).timestamps.get(row(ref));
    }

    long digest(long ref) {
        return log(ref).digests.get(row(ref));
    }

    private ScanLog log(long ref) {
        return logs.get((int) (places.get(ref) >>> RANK_BITS));
    }

    private int row(long ref) {
        long place = places.get(ref);
        return orders.get((int) (place >>> RANK_BITS)).row((int) (place & RANK));
    }
}
