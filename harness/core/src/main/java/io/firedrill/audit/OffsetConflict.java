package io.firedrill.audit;

import java.util.HashMap;
import java.util.Map;

/**
 * P5, offset-conflict: two ids for one (region, topic id, partition, offset) across acknowledgements, deliveries and scans.
 * An acknowledgement doesn't carry the topic's id: a topic begins anew with the region's new disks, or when it was deleted and made
 * again, and its id before and after proves that no other recreation took place ({@link EvidenceCheck}). What was acknowledged of the
 * old one is not held against the new one, nor is a delivery of it that comes late.
 */
final class OffsetConflict implements AnomalyFold {

    private record Log(int region, int topic, int partition) {}

    @Override
    public AnomalyClass anomaly() {
        return AnomalyClass.P5;
    }

    @Override
    public Answer find(Dossier dossier) {
        Map<Log, Positions> logs = new HashMap<>();
        for (ScanLog log : dossier.facts().scanLogs()) {
            Positions positions =
                    logs.computeIfAbsent(new Log(log.region, log.topic, log.partition), l -> new Positions());
            for (int row = 0; row < log.refs.size(); row++) {
                positions.add(log.offsets.get(row), log.refs.get(row));
            }
        }
        for (Session session : dossier.facts().sends().sessions()) {
            for (Sends sends : session.sends()) {
                acknowledged(dossier, sends, logs);
            }
        }
        for (GroupLog log : dossier.facts().groupLogs()) {
            Positions positions =
                    logs.computeIfAbsent(new Log(log.region, log.topic, log.partition), l -> new Positions());
            long since = dossier.renewed(log.region, log.topic);
            for (int row = 0; row < log.refs.size(); row++) {
                if (log.times.get(row) >= since && !dossier.acknowledgedBefore(log.refs.get(row), log.region, since)) {
                    positions.add(log.offsets.get(row), log.refs.get(row));
                }
            }
        }
        RefSet conflicting = new RefSet();
        logs.values().forEach(positions -> positions.conflicts(conflicting));
        return Finding.of(conflicting, ref -> dossier.describe(ref) + ", another record claims the same position");
    }

    private static void acknowledged(Dossier dossier, Sends sends, Map<Log, Positions> logs) {
        Map<Integer, Long> since = new HashMap<>();
        for (int row = 0; row < sends.size(); row++) {
            if (sends.ok(row)
                    && sends.ended(row)
                            >= since.computeIfAbsent(
                                    sends.ackTopic(row), topic -> dossier.renewed(sends.region, topic))) {
                logs.computeIfAbsent(
                                new Log(sends.region, sends.ackTopic(row), sends.partition(row)), l -> new Positions())
                        .add(sends.offset(row), sends.ref(row));
            }
        }
    }

    /** Every (offset, record) that one log was said to hold. */
    private static final class Positions {
        private final LongColumn offsets = new LongColumn();
        private final LongColumn refs = new LongColumn();

        /** A phantom is P3 already, and makes no conflict of the record it may have been. */
        void add(long offset, long ref) {
            if (!Ref.phantom(ref)) {
                offsets.add(offset);
                refs.add(ref);
            }
        }

        void conflicts(RefSet conflicting) {
            LongTable first = new LongTable(offsets.size());
            for (int row = 0; row < offsets.size(); row++) {
                long ref = refs.get(row);
                long holder = first.putIfAbsent(offsets.get(row), ref);
                if (holder != ref) {
                    conflicting.add(holder);
                    conflicting.add(ref);
                }
            }
        }
    }
}
