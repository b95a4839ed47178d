package io.firedrill.audit;

import io.firedrill.scenario.AnomalyClass;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
        LongTable places = new LongTable(dossier.scratch());
        List<Flow> flows = Flow.of(dossier);
        List<ScanLog> logs = List.copyOf(dossier.facts().scanLogs());
        for (int f = 0; f < flows.size(); f++) {
            Flow flow = flows.get(f);
            if (flow.unscanned(dossier).isPresent()) {
                return new Answer.Unsettled(flow.unscanned(dossier).get());
            }
            Source source = new Source(dossier, flow);
            for (int i = 0; i < logs.size(); i++) {
                ScanLog log = logs.get(i);
                if (log.region == flow.to() && log.topic == flow.mirror()) {
                    for (int row = 0; row < log.refs.size(); row++) {
                        if (source.differs(log, row)) {
                            altered.add(log.refs.get(row));
                            places.putIfAbsent(log.refs.get(row), (long) f << 52 | (long) i << 32 | row);
                        }
                    }
                }
            }
        }
        return Finding.of(altered, ref -> {
            long place = places.get(ref, 0);
            Flow flow = flows.get((int) (place >>> 52));
            ScanLog log = logs.get((int) (place >>> 32) & 0xFFFFF);
            int row = (int) place;
            return dossier.describe(ref) + ", its copy "
                    + dossier.facts().place(log.region, log.topic, log.partition, log.offsets.get(row))
                    + difference(dossier.holdings().firstCopies(flow.from(), flow.topic()), ref, log, row);
        });
    }

    /** The native log that copies are held against. */
    private static final class Source {
        private final Dossier dossier;
        private final Flow flow;
        private final FirstCopies first;
        private final Copies copies;
        private @Nullable LongTable further;

        Source(Dossier dossier, Flow flow) {
            this.dossier = dossier;
            this.flow = flow;
            this.first = dossier.holdings().firstCopies(flow.from(), flow.topic());
            this.copies = dossier.holdings().scanned(flow.from(), flow.topic());
        }

        boolean differs(ScanLog log, int row) {
            long ref = log.refs.get(row);
            if (!flow.carried(dossier, ref)) {
                return false;
            }
            long place = first.place(ref);
            return place != FirstCopies.NOWHERE
                    && (log.partition != first.partition(place)
                            || log.timestamps.get(row) != first.timestamp(place)
                            || log.digests.get(row) != first.digest(place))
                    && !likeAnother(ref, log, row);
        }

        /** Whether the native log holds a further copy that is like this one. */
        private boolean likeAnother(long ref, ScanLog copy, int row) {
            if (copies.count(ref) < 2) {
                return false;
            }
            LongTable places = further == null ? further() : further;
            for (long n = places.get(ref, 0); n > 0; n--) {
                long place = places.get(LongTable.pair(ref, n), 0);
                ScanLog log = first.logs().get((int) (place >>> 32));
                int other = (int) place;
                if (log.partition == copy.partition
                        && log.timestamps.get(other) == copy.timestamps.get(row)
                        && log.digests.get(other) == copy.digests.get(row)) {
                    return true;
                }
            }
            return false;
        }

        /** Every copy of the records that the native log holds more than once: how many, and the place of each. */
        private LongTable further() {
            LongTable places = new LongTable(dossier.scratch());
            for (int i = 0; i < first.logs().size(); i++) {
                ScanLog log = first.logs().get(i);
                for (int row = 0; row < log.refs.size(); row++) {
                    long ref = log.refs.get(row);
                    if (!Ref.phantom(ref) && copies.repeated().contains(ref)) {
                        long n = places.get(ref, 0) + 1;
                        places.put(ref, n);
                        places.put(LongTable.pair(ref, n), (long) i << 32 | row);
                    }
                }
            }
            further = places;
            return places;
        }
    }

    private static String difference(FirstCopies source, long ref, ScanLog log, int row) {
        StringBuilder text = new StringBuilder();
        long place = source.place(ref);
        if (log.partition != source.partition(place)) {
            text.append(" is in another partition");
        }
        if (log.timestamps.get(row) != source.timestamp(place)) {
            text.append(" has the timestamp ")
                    .append(log.timestamps.get(row))
                    .append(" instead of ")
                    .append(source.timestamp(place));
        }
        if (log.digests.get(row) != source.digest(place)) {
            text.append(" has another key, value or header");
        }
        return text.toString();
    }
}
