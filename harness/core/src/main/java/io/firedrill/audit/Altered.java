package io.firedrill.audit;

import java.util.HashMap;
import java.util.Map;

/**
 * R5, altered: checksum, timestamp, headers or partition differ. A copy at the target is held against the record in its native log;
 * where that has several copies, it must agree with one of them. The digest covers key, headers (without a replicator's own) and
 * value. A record that the source's log does not hold any more has nothing to be held against.
 */
final class Altered implements AnomalyFold {
    @Override
    public AnomalyClass anomaly() {
        return AnomalyClass.R5;
    }

    @Override
    public Answer find(Dossier dossier) {
        RefSet altered = new RefSet();
        Map<Long, String> differences = new HashMap<>();
        for (Flow flow : Flow.of(dossier)) {
            if (flow.unscanned(dossier).isPresent()) {
                return new Answer.Unsettled(flow.unscanned(dossier).get());
            }
            FirstCopies source = new FirstCopies(dossier, flow.from(), flow.topic());
            for (ScanLog log : dossier.facts().scanLogs()) {
                if (log.region == flow.to() && log.topic == flow.mirror()) {
                    inLog(dossier, flow, source, log, altered, differences);
                }
            }
        }
        return Finding.of(altered, ref -> dossier.describe(ref) + ", its copy " + differences.get(ref));
    }

    private static void inLog(
            Dossier dossier,
            Flow flow,
            FirstCopies source,
            ScanLog log,
            RefSet altered,
            Map<Long, String> differences) {
        for (int row = 0; row < log.refs.size(); row++) {
            long ref = log.refs.get(row);
            if (!flow.carried(dossier, ref) || !source.has(ref)) {
                continue;
            }
            String difference = difference(source, ref, log, row);
            if (!difference.isEmpty() && !likeAnother(dossier, flow, source, ref, log, row)) {
                altered.add(ref);
                differences.putIfAbsent(
                        ref,
                        dossier.facts().place(log.region, log.topic, log.partition, log.offsets.get(row)) + difference);
            }
        }
    }

    private static String difference(FirstCopies source, long ref, ScanLog log, int row) {
        StringBuilder text = new StringBuilder();
        if (log.partition != source.partition(ref)) {
            text.append(" is in another partition");
        }
        if (log.timestamps.get(row) != source.timestamp(ref)) {
            text.append(" has the timestamp ")
                    .append(log.timestamps.get(row))
                    .append(" instead of ")
                    .append(source.timestamp(ref));
        }
        if (log.digests.get(row) != source.digest(ref)) {
            text.append(" has another key, value or header");
        }
        return text.toString();
    }

    /** Whether the native log holds a further copy that is like this one. */
    private static boolean likeAnother(
            Dossier dossier, Flow flow, FirstCopies source, long ref, ScanLog copy, int row) {
        if (dossier.scanned(flow.from(), flow.topic()).count(ref) < 2) {
            return false;
        }
        for (ScanLog log : source.logs()) {
            for (int other = 0; log.partition == copy.partition && other < log.refs.size(); other++) {
                if (log.refs.get(other) == ref
                        && log.timestamps.get(other) == copy.timestamps.get(row)
                        && log.digests.get(other) == copy.digests.get(row)) {
                    return true;
                }
            }
        }
        return false;
    }
}
