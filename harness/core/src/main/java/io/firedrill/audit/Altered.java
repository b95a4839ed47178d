package io.firedrill.audit;

import io.firedrill.scenario.AnomalyClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    public Plan<?> plan(Dossier dossier) {
        List<Flow> flows = Flow.of(dossier);
        Optional<String> unscanned = Flow.unscanned(dossier, flows);
        if (unscanned.isPresent()) {
            return Plan.settled(new Answer.Unsettled(unscanned.get()));
        }
        List<Mirrored> logs = new ArrayList<>();
        for (Flow flow : flows) {
            Source source = new Source(dossier, flow);
            for (ScanLog log : dossier.facts().scanLogs()) {
                if (log.region == flow.to() && log.topic == flow.mirror()) {
                    logs.add(new Mirrored(source, log));
                }
            }
        }
        return new Plan<>(
                Shards.each(logs, log -> new Differing(dossier.scratch(), log)),
                () -> new Differing(dossier.scratch()),
                Differing::with,
                found -> Finding.of(found.records, ref -> dossier.describe(ref) + ", its copy " + found.text(ref)));
    }

    /** A mirrored log, and what it is a copy of. */
    private record Mirrored(Source source, ScanLog log) {
        String text(long ref, int row) {
            return source.dossier.facts().place(log.region, log.topic, log.partition, log.offsets.get(row))
                    + difference(source.first, ref, log, row);
        }
    }

    /** Copies that are not like their record, the first of each. */
    private static final class Differing {
        private final RefSet records = new RefSet();
        private final List<Mirrored> logs = new ArrayList<>();

        /** Where a record's copy stands, as {@code number of the log << 32 | row}. */
        private final LongTable places;

        Differing(Scratch scratch) {
            this.places = new LongTable(scratch);
        }

        Differing(Scratch scratch, Mirrored in) {
            this(scratch);
            logs.add(in);
            for (int row = 0; row < in.log().refs.size(); row++) {
                long ref = in.log().refs.get(row);
                if (in.source().differs(in.log(), row) && records.add(ref)) {
                    places.put(ref, row);
                }
            }
        }

        Differing with(Differing later) {
            long before = logs.size();
            later.records.forEach(ref -> {
                if (records.add(ref)) {
                    places.put(ref, (before << 32) + later.places.get(ref, 0));
                }
            });
            logs.addAll(later.logs);
            later.places.giveBack();
            return this;
        }

        String text(long ref) {
            long place = places.get(ref, 0);
            return logs.get((int) (place >>> 32)).text(ref, (int) place);
        }
    }

    /** The native log that copies are held against. */
    private static final class Source {
        private final Dossier dossier;
        private final Flow flow;
        private final FirstCopies first;
        private final Copies copies;
        private volatile @Nullable LongTable further;

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
            LongTable known = further;
            LongTable places = known == null ? further() : known;
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
        private synchronized LongTable further() {
            LongTable known = further;
            if (known != null) {
                return known;
            }
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
