package io.firedrill.audit;

import io.firedrill.scenario.AnomalyClass;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * P5, offset-conflict: two ids for one (region, topic id, partition, offset) across acknowledgements, deliveries and scans.
 * An acknowledgement doesn't carry the topic's id: a topic begins anew with the region's new disks, or when it was deleted and made
 * again, and its id before and after proves that no other recreation took place ({@link EvidenceCheck}). What was acknowledged of the
 * old one is not held against the new one, nor is a delivery of it that comes late.
 *
 * <p>A claim is held against the scan, where nearly every one finds itself; only those that do not are remembered.
 */
final class OffsetConflict implements AnomalyFold {

    @Override
    public AnomalyClass anomaly() {
        return AnomalyClass.P5;
    }

    @Override
    public Plan<?> plan(Dossier dossier) {
        return Plan.records(
                Shards.each(dossier.regions(), region -> in(dossier, region)),
                ref -> dossier.describe(ref) + ", another record claims the same position");
    }

    private static RefSet in(Dossier dossier, int region) {
        RefSet conflicting = new RefSet();
        int topics = dossier.catalogue().topics().size();
        long[] since = new long[topics];
        List<ByPartition<Positions>> logs = new ArrayList<>();
        for (int topic = 0; topic < topics; topic++) {
            int of = topic;
            since[topic] = dossier.logLoss().renewed(region, topic);
            logs.add(new ByPartition<>(partition -> new Positions(
                    dossier.scratch(), dossier.facts().knownScanLog(region, of, partition), conflicting)));
        }
        for (ScanLog log : dossier.facts().scanLogs()) {
            if (log.region == region) {
                logs.get(log.topic).of(log.partition);
            }
        }
        for (Sends sends : dossier.facts().sends().all()) {
            for (int row = 0; sends.region == region && row < sends.size(); row++) {
                if (sends.ok(row) && sends.ended(row) >= since[sends.ackTopic(row)]) {
                    logs.get(sends.ackTopic(row)).of(sends.partition(row)).claim(sends.offset(row), sends.ref(row));
                }
            }
        }
        for (GroupLog log : dossier.facts().groupLogs()) {
            if (log.region == region) {
                delivered(dossier, log, logs.get(log.topic).of(log.partition));
            }
        }
        return conflicting;
    }

    private static void delivered(Dossier dossier, GroupLog log, Positions positions) {
        long since = dossier.logLoss().renewed(log.region, log.topic);
        boolean always = since == Long.MIN_VALUE;
        for (int row = 0; row < log.refs.size(); row++) {
            long ref = log.refs.get(row);
            if (always
                    || log.times.get(row) >= since && !dossier.logLoss().acknowledgedBefore(ref, log.region, since)) {
                positions.claim(log.offsets.get(row), ref);
            }
        }
    }

    /** What one log holds, and who claims to stand where. A phantom is P3 already, and makes no conflict of the record it may have been. */
    private static final class Positions {
        private final LongColumn offsets;
        private final LongColumn refs;
        private final RefSet conflicting;

        /** Of offsets at which the scan has nothing: the first to claim it. */
        private final LongTable holders;

        /** The row that was found last, and its offset. */
        private int near;

        private long nearOffset;

        Positions(Scratch scratch, @Nullable ScanLog scan, RefSet conflicting) {
            this.conflicting = conflicting;
            this.holders = new LongTable(scratch);
            if (scan == null || scan.distinct()) {
                this.offsets = scan == null ? new LongColumn() : scan.offsets;
                this.refs = scan == null ? new LongColumn() : scan.refs;
                return;
            }
            this.offsets = new LongColumn();
            this.refs = new LongColumn();
            for (int row = 0; row < scan.refs.size(); row++) {
                claim(scan.offsets.get(row), scan.refs.get(row));
            }
        }

        void claim(long offset, long ref) {
            if (Ref.phantom(ref)) {
                return;
            }
            int row = find(offset);
            boolean free = row < 0 || Ref.phantom(refs.get(row));
            long holder = free ? holders.putIfAbsent(offset, ref) : refs.get(row);
            if (holder != ref) {
                conflicting.add(holder);
                conflicting.add(ref);
            }
        }

        /** Row of the offset, or -1. Where no offset is missing it follows from the one before. */
        private int find(long offset) {
            int rows = offsets.size();
            long guess = near + (offset - nearOffset);
            if (guess >= 0 && guess < rows && offsets.get((int) guess) == offset) {
                return at((int) guess, offset);
            }
            int low = 0;
            int high = rows - 1;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                long there = offsets.get(middle);
                if (there == offset) {
                    return at(middle, offset);
                }
                if (there < offset) {
                    low = middle + 1;
                } else {
                    high = middle - 1;
                }
            }
            return -1;
        }

        private int at(int row, long offset) {
            near = row;
            nearOffset = offset;
            return row;
        }
    }
}
