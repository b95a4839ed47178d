package io.firedrill.audit;

import java.util.List;

/**
 * X3, zombie: a record of U (stranded when the target took over) that arrives at the target behind newer writes of its key. Newer is a
 * write to the target that was invoked after the record was acknowledged; it is behind one when the target had acknowledged that write
 * before the record was first delivered there, or, if no group read it there, before the drill ended. A record that was sent to
 * the target as well did not arrive by replication and is none.
 */
final class Zombie implements AnomalyFold {
    @Override
    public AnomalyClass anomaly() {
        return AnomalyClass.X3;
    }

    @Override
    public Answer find(Dossier dossier) {
        if (dossier.story().transitions().isEmpty()) {
            return new Answer.Unasked("no transition took place, so nothing was left behind");
        }
        RefSet zombies = new RefSet();
        for (TransitionFacts transition : dossier.story().transitions()) {
            int to = dossier.region(transition.to());
            if (transition.snapshot().isEmpty()) {
                return new Answer.Unsettled("no failover snapshot was taken");
            }
            if (to < 0 || !dossier.scannedWhole(to)) {
                return new Answer.Unsettled(to < 0 ? "the target is no known region" : dossier.notScanned(to));
            }
            after(dossier, transition, to, zombies);
        }
        return Finding.of(zombies, ref -> dossier.describe(ref) + ", arrived behind newer writes of its key");
    }

    private static void after(Dossier dossier, TransitionFacts transition, int to, RefSet zombies) {
        int from = dossier.region(transition.from());
        RefSet arrived = new RefSet();
        dossier.recoveryPoint(transition).unreplicated().forEach(ref -> {
            boolean retried = dossier.facts().sends().session(ref).sentTo(to, Ref.sequence(ref));
            if (!retried && dossier.inLineage(to, ref)) {
                arrived.add(ref);
            }
        });
        if (arrived.size() == 0) {
            return;
        }
        RefTimes delivered = new RefTimes(dossier.scratch());
        for (GroupLog log : dossier.facts().groupLogs()) {
            for (int row = 0; log.region == to && row < log.refs.size(); row++) {
                long ref = log.refs.get(row);
                if (!Ref.phantom(ref) && arrived.contains(ref)) {
                    delivered.put(ref, log.times.get(row));
                }
            }
        }
        KeyedSends left =
                new KeyedSends(dossier, (of, row) -> of.region == from && arrived.contains(of.ref(row)));
        KeyedSends there =
                new KeyedSends(dossier, (of, row) -> of.region == to && of.ok(row) && left.has(KeyedSends.key(of, row)));
        left.forEachKey((key, tracks) -> {
            Newer newer = Newer.of(there.of(key));
            for (KeyedSends.Track track : tracks) {
                for (int row : track.rows()) {
                    long ref = track.sends().ref(row);
                    long arrival = Math.min(delivered.get(ref), dossier.story().last());
                    if (newer.acknowledged(dossier.acknowledged(track.sends(), row)) < arrival) {
                        zombies.add(ref);
                    }
                }
            }
        });
        left.giveBack();
        there.giveBack();
    }

    /**
     * Writes of one key that a region acknowledged, by invocation.
     *
     * @param acknowledged of each write the earliest acknowledgement of itself and those behind it
     */
    private record Newer(long[] invoked, long[] acknowledged) {

        static Newer of(List<KeyedSends.Track> tracks) {
            int count = tracks.stream().mapToInt(track -> track.rows().length).sum();
            long[] invoked = new long[count];
            long[] acknowledged = new long[count];
            int[] next = new int[tracks.size()];
            for (int i = 0; i < count; i++) {
                int first = -1;
                for (int t = 0; t < next.length; t++) {
                    boolean more = next[t] < tracks.get(t).rows().length;
                    if (more && (first < 0 || at(tracks, next, t) < at(tracks, next, first))) {
                        first = t;
                    }
                }
                invoked[i] = at(tracks, next, first);
                acknowledged[i] = tracks.get(first).sends().ended(tracks.get(first).rows()[next[first]++]);
            }
            for (int i = count - 2; i >= 0; i--) {
                acknowledged[i] = Math.min(acknowledged[i], acknowledged[i + 1]);
            }
            return new Newer(invoked, acknowledged);
        }

        private static long at(List<KeyedSends.Track> tracks, int[] next, int track) {
            return tracks.get(track).invoked()[next[track]];
        }

        /** Earliest acknowledgement of a write that was invoked after an instant. */
        long acknowledged(long after) {
            int low = 0;
            int high = invoked.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (invoked[middle] > after) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return low < invoked.length ? acknowledged[low] : Long.MAX_VALUE;
        }
    }
}
