package io.firedrill.audit;

import io.firedrill.evidence.TimelineEvent;
import io.firedrill.scenario.AnomalyClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * X3, zombie: a record of U (stranded when the target took over) that arrives at the target behind newer writes of its key. Newer is a
 * write to the target that was invoked after the record was acknowledged; it is behind one when the target had acknowledged that write
 * before the record was first delivered there, or, if no group read it there, before the drill ended. It arrived if a log shows it at the
 * end, or a delivery after the snapshot: its copy may be gone since. A record that was sent to the target as well did not arrive by
 * replication and is none. What only may be of U, and arrived so, may be one: the figure {@link Result.Anomaly#MAY}.
 */
final class Zombie implements AnomalyFold {
    @Override
    public AnomalyClass anomaly() {
        return AnomalyClass.X3;
    }

    @Override
    public Plan<?> plan(Dossier dossier) {
        if (dossier.story().transitions().isEmpty()) {
            return Plan.settled(new Answer.Unasked("no transition took place, so nothing was left behind"));
        }
        for (TransitionFacts transition : dossier.story().transitions()) {
            int to = dossier.region(transition.to());
            if (transition.snapshot().isEmpty()) {
                return Plan.settled(new Answer.Unsettled("no failover snapshot was taken"));
            }
            if (to < 0 || !dossier.completeness().scannedWhole(to)) {
                return Plan.settled(new Answer.Unsettled(
                        to < 0
                                ? "the target is no known region"
                                : dossier.completeness().notScanned(to)));
            }
        }
        return new Plan<>(
                Shards.each(dossier.story().transitions(), transition -> after(dossier, transition)),
                Doubtful::new,
                Doubtful::with,
                found -> found.finding(ref -> dossier.describe(ref) + ", arrived behind newer writes of its key"));
    }

    private static Doubtful after(Dossier dossier, TransitionFacts transition) {
        Doubtful zombies = new Doubtful();
        int to = dossier.region(transition.to());
        int from = dossier.region(transition.from());
        RefSet left = new RefSet();
        RefSet lost = dossier.recoveryPoint(transition).unreplicated();
        for (RefSet some : List.of(lost, dossier.recoveryPoint(transition).mayBeUnreplicated())) {
            some.forEach(ref -> {
                if (!dossier.facts().sends().session(ref).sentTo(to, Ref.sequence(ref))) {
                    left.add(ref);
                }
            });
        }
        if (left.size() == 0) {
            return zombies;
        }
        RefTimes delivered = new RefTimes(dossier.scratch());
        for (GroupLog log : dossier.facts().groupLogs()) {
            for (int row = 0; log.region == to && row < log.refs.size(); row++) {
                long ref = log.refs.get(row);
                if (!Ref.phantom(ref) && left.contains(ref)) {
                    delivered.put(ref, log.times.get(row));
                }
            }
        }
        long took = transition.snapshot().map(TimelineEvent.SnapshotTaken::at).orElse(Long.MAX_VALUE);
        RefSet arrived = new RefSet();
        left.forEach(ref -> {
            long at = delivered.get(ref);
            if (dossier.holdings().inLineage(to, ref) || at != RefTimes.NEVER && at > took) {
                arrived.add(ref);
            }
        });
        if (arrived.size() == 0) {
            return zombies;
        }
        KeyedSends late = new KeyedSends(dossier, (of, row) -> of.region == from && arrived.contains(of.ref(row)));
        Newer newer = new Newer(dossier, late);
        for (Sends sends : dossier.facts().sends().all()) {
            for (int row = 0; sends.region == to && row < sends.size(); row++) {
                if (sends.ok(row)) {
                    newer.written(KeyedSends.key(sends, row), sends.invoked(row), sends.ended(row));
                }
            }
        }
        newer.forEach((sends, row, acknowledged) -> {
            long arrival =
                    Math.min(delivered.get(sends.ref(row)), dossier.story().last());
            if (acknowledged < arrival) {
                long ref = sends.ref(row);
                (lost.contains(ref) ? zombies.certain() : zombies.may()).add(ref);
            }
        });
        late.giveBack();
        newer.giveBack();
        return zombies;
    }

    /** Of each record that was left behind: the earliest acknowledgement of a write of its key that was invoked after its own. */
    private static final class Newer {

        private interface Each {
            /** @param acknowledged {@code Long.MAX_VALUE} when nothing was written after it */
            void accept(Sends sends, int row, long acknowledged);
        }

        private final List<Sends> all;

        /** From a key to the place behind its last record, and how many it has: {@code end << 32 | count}. */
        private final LongTable keys;

        /** Records of each key in the order of their acknowledgement, as {@code number of sends << 32 | row}. */
        private final LongArray records;

        private final LongArray acknowledged;

        /** By record: the earliest acknowledgement of the writes that were invoked after this one and not after the next. */
        private final LongArray newest;

        private int size;

        Newer(Dossier dossier, KeyedSends left) {
            all = dossier.facts().sends().all();
            keys = new LongTable(dossier.scratch());
            records = new LongArray(dossier.scratch(), left.size());
            acknowledged = new LongArray(dossier.scratch(), left.size());
            newest = new LongArray(dossier.scratch(), left.size());
            left.forEachKey((key, tracks) -> take(dossier, key, tracks));
        }

        private void take(Dossier dossier, long key, List<KeyedSends.Track> tracks) {
            record Left(Sends sends, int row, long acknowledged) {}
            List<Left> ofKey = new ArrayList<>();
            for (KeyedSends.Track track : tracks) {
                for (int row : track.rows()) {
                    ofKey.add(new Left(track.sends(), row, dossier.acknowledged(track.sends(), row)));
                }
            }
            ofKey.sort(Comparator.comparingLong(Left::acknowledged));
            for (Left record : ofKey) {
                records.set(size, (long) record.sends().number << 32 | record.row());
                acknowledged.set(size, record.acknowledged());
                newest.set(size, Long.MAX_VALUE);
                size++;
            }
            keys.put(key, (long) size << 32 | ofKey.size());
        }

        void written(long key, long invoked, long ended) {
            long of = keys.get(key, 0);
            int high = (int) (of >>> 32);
            int from = high - (int) of;
            int low = from;
            // The first that was acknowledged at or after the invocation; the write is newer than those before it.
            if (of != 0 && acknowledged.get(high - 1) < invoked) {
                low = high;
            }
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (acknowledged.get(middle) < invoked) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            if (low > from && ended < newest.get(low - 1)) {
                newest.set(low - 1, ended);
            }
        }

        void forEach(Each action) {
            keys.forEach((key, of) -> {
                long earliest = Long.MAX_VALUE;
                int end = (int) (of >>> 32);
                for (int i = end - 1; i >= end - (int) of; i--) {
                    earliest = Math.min(earliest, newest.get(i));
                    action.accept(all.get((int) (records.get(i) >>> 32)), (int) records.get(i), earliest);
                }
            });
        }

        void giveBack() {
            keys.giveBack();
            records.giveBack();
            acknowledged.giveBack();
            newest.giveBack();
        }
    }
}
