package io.firedrill.audit;

import io.firedrill.evidence.TimelineEvent.RegionRestored;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * P5, offset-conflict: two ids for one (region, topic, partition, offset) across acknowledgements, deliveries and scans. The facts
 * carry no topic id yet; a region whose disks were destroyed starts its topics anew, so what was acknowledged or delivered there
 * before its return is not held against what came after.
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
        List<Long> renewed = renewed(dossier);
        for (ScanLog log : dossier.facts().scanLogs()) {
            Positions positions =
                    logs.computeIfAbsent(new Log(log.region, log.topic, log.partition), l -> new Positions());
            for (int row = 0; row < log.refs.size(); row++) {
                positions.add(log.offsets.get(row), log.refs.get(row));
            }
        }
        for (Session session : dossier.facts().sends().sessions()) {
            for (Sends sends : session.sends()) {
                acknowledged(sends, renewed.get(sends.region), logs);
            }
        }
        for (GroupLog log : dossier.facts().groupLogs()) {
            Positions positions =
                    logs.computeIfAbsent(new Log(log.region, log.topic, log.partition), l -> new Positions());
            long since = renewed.get(log.region);
            for (int row = 0; row < log.refs.size(); row++) {
                if (log.times.get(row) >= since) {
                    positions.add(log.offsets.get(row), log.refs.get(row));
                }
            }
        }
        RefSet conflicting = new RefSet();
        logs.values().forEach(positions -> positions.conflicts(conflicting));
        return Finding.of(conflicting, ref -> dossier.describe(ref) + ", another record claims the same position");
    }

    private static void acknowledged(Sends sends, long since, Map<Log, Positions> logs) {
        for (int row = 0; row < sends.size(); row++) {
            if (sends.ok(row) && sends.ended(row) >= since) {
                logs.computeIfAbsent(
                                new Log(sends.region, sends.ackTopic(row), sends.partition(row)), l -> new Positions())
                        .add(sends.offset(row), sends.ref(row));
            }
        }
    }

    /** By region: since when its topics are what the scan saw. */
    private static List<Long> renewed(Dossier dossier) {
        List<Long> renewed = new ArrayList<>();
        for (String region : dossier.catalogue().regions()) {
            renewed.add(dossier.story()
                    .timeline()
                    .all(RegionRestored.class)
                    .filter(e -> e.region().equals(region) && e.renewed())
                    .mapToLong(RegionRestored::at)
                    .max()
                    .orElse(Long.MIN_VALUE));
        }
        return renewed;
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
