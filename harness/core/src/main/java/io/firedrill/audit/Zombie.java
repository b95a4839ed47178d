package io.firedrill.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
        RecoveryPoint.unreplicated(dossier, transition).forEach(ref -> {
            boolean retried = dossier.facts().sends().session(ref).sentTo(to, Ref.sequence(ref));
            if (!retried && dossier.inLineage(to, ref)) {
                arrived.add(ref);
            }
        });
        if (arrived.size() == 0) {
            return;
        }
        RefTimes delivered = new RefTimes();
        for (GroupLog log : dossier.facts().groupLogs()) {
            for (int row = 0; log.region == to && row < log.refs.size(); row++) {
                long ref = log.refs.get(row);
                if (!Ref.phantom(ref) && arrived.contains(ref)) {
                    delivered.put(ref, log.times.get(row));
                }
            }
        }
        Newer newer = new Newer(dossier, to);
        arrived.forEach(ref -> {
            Sends sends = dossier.facts().sends().session(ref).known(from);
            int row = Ref.sequence(ref);
            long arrival = Math.min(delivered.get(ref), dossier.story().last());
            if (sends != null
                    && newer.acknowledged(sends.topic(row), sends.keyHash(row), dossier.acknowledged(sends, row))
                            < arrival) {
                zombies.add(ref);
            }
        });
    }

    /** Writes that one region acknowledged, by key. */
    private static final class Newer {
        private record Write(long invoked, long acknowledged) {}

        private final Map<Long, List<Write>> keys = new HashMap<>();

        Newer(Dossier dossier, int region) {
            for (Session session : dossier.facts().sends().sessions()) {
                Sends sends = session.known(region);
                for (int row = 0; sends != null && row < sends.size(); row++) {
                    if (sends.ok(row)) {
                        keys.computeIfAbsent(
                                        LongTable.pair(sends.keyHash(row), sends.topic(row)), k -> new ArrayList<>())
                                .add(new Write(sends.invoked(row), sends.ended(row)));
                    }
                }
            }
            keys.values().forEach(Newer::earliestAcknowledgements);
        }

        /** Sorts by invocation, and gives each the earliest acknowledgement of itself and those behind it. */
        private static void earliestAcknowledgements(List<Write> writes) {
            writes.sort(Comparator.comparingLong(Write::invoked));
            long earliest = Long.MAX_VALUE;
            for (int i = writes.size() - 1; i >= 0; i--) {
                earliest = Math.min(earliest, writes.get(i).acknowledged());
                writes.set(i, new Write(writes.get(i).invoked(), earliest));
            }
        }

        /** Earliest acknowledgement of a write of the key that was invoked after an instant. */
        long acknowledged(int topic, long keyHash, long after) {
            List<Write> writes = keys.getOrDefault(LongTable.pair(keyHash, topic), List.of());
            int low = 0;
            int high = writes.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (writes.get(middle).invoked() > after) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return low < writes.size() ? writes.get(low).acknowledged() : Long.MAX_VALUE;
        }
    }
}
