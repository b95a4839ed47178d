package io.firedrill.audit;

import java.util.ArrayList;
import java.util.List;

/** Where each record first stands in a region's topic, as the final scan saw it. */
final class FirstCopies {
    /** No place. */
    static final long NOWHERE = RefTimes.NEVER;

    private static final int RANK_BITS = 40;
    private static final long RANK = (1L << RANK_BITS) - 1;

    private final List<ScanLog> logs = new ArrayList<>();
    private final List<RowOrder> orders = new ArrayList<>();
    private final RefTimes places;

    FirstCopies(Facts facts, int region, int topic) {
        places = new RefTimes(facts.scratch());
        for (ScanLog log : facts.scanLogs()) {
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

    /** Where the record stands; {@link #NOWHERE} when the topic has it not. */
    long place(long ref) {
        return places.get(ref);
    }

    int partition(long place) {
        return log(place).partition;
    }

    long offset(long place) {
        return log(place).offsets.get(row(place));
    }

    long timestamp(long place) {
        return log(place).timestamps.get(row(place));
    }

    long digest(long place) {
        return log(place).digests.get(row(place));
    }

    private ScanLog log(long place) {
        return logs.get((int) (place >>> RANK_BITS));
    }

    private int row(long place) {
        return orders.get((int) (place >>> RANK_BITS)).row((int) (place & RANK));
    }
}
