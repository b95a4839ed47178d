package io.firedrill.audit;

import io.firedrill.evidence.TimelineEvent.WorkerEnded;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * X1, split-brain-write: a Must send to a region that owned the key at <b>no</b> instant of [invoke, ack]. One that straddles a
 * change of ownership is ambiguous, and so is a recovered one outside its region's ownership: nobody knows when it was appended.
 * The interval of a recovered send ends when its error came, or when its worker was gone.
 */
final class SplitBrainWrites implements AnomalyFold {

    /** More than that nobody reads; how many there are is told beside them. */
    static final int MOST_KEYS = 1000;

    @Override
    public AnomalyClass anomaly() {
        return AnomalyClass.X1;
    }

    @Override
    public Answer find(Dossier dossier) {
        return writes(dossier)
                .<Answer>map(found -> Finding.of(
                        found.sure, ref -> dossier.describe(ref) + ", written while another region owned its key"))
                .orElseGet(() -> new Answer.Unsettled("ownership of the keys was never declared"));
    }

    /** The figures beside the count; empty when ownership was never declared. */
    static Optional<Result.SplitBrain> figures(Dossier dossier) {
        return writes(dossier).map(found -> found.figures(dossier));
    }

    private static Optional<Found> writes(Dossier dossier) {
        if (!dossier.ownership().declared()) {
            return Optional.empty();
        }
        Found found = new Found();
        for (Session session : dossier.facts().sends().sessions()) {
            for (Sends sends : session.sends()) {
                long gone = workerGone(dossier, sends);
                for (int row = 0; row < sends.size(); row++) {
                    if (sends.known(row) && dossier.must(sends, row)) {
                        found.judge(dossier.ownership(), sends, row, gone);
                    }
                }
            }
        }
        return Optional.of(found);
    }

    /** After this the session's worker could no longer write. */
    static long workerGone(Dossier dossier, Sends sends) {
        String region = dossier.catalogue().regions().get(sends.region);
        return dossier.story()
                .timeline()
                .all(WorkerEnded.class)
                .filter(e -> e.region().equals(region) && e.incarnation() == sends.session.session)
                .mapToLong(WorkerEnded::at)
                .min()
                .orElse(dossier.story().last());
    }

    /**
     * End of the interval in which a write was appended, if it was: its acknowledgement, its error, or the end of its worker.
     *
     * @param gone {@link #workerGone} of these sends
     */
    static long end(Sends sends, int row, long gone) {
        boolean ended = sends.ok(row) || sends.outcome(row) == Sends.UNKNOWN;
        return ended ? sends.ended(row) : Math.max(sends.invoked(row), gone);
    }

    private static final class Found {
        private final RefSet sure = new RefSet();
        private final List<SourceLog.Entry> writes = new ArrayList<>();
        private long ambiguous;
        private long first = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;

        void judge(Ownership ownership, Sends sends, int row, long gone) {
            long from = sends.invoked(row);
            boolean acknowledged = sends.ok(row);
            long to = end(sends, row, gone);
            boolean owned = ownership.ownedWithin(sends.region, from, to);
            if (owned) {
                ambiguous += ownership.changedWithin(from, to) ? 1 : 0;
            } else if (!acknowledged) {
                ambiguous++;
            } else {
                sure.add(sends.ref(row));
                writes.add(new SourceLog.Entry(sends, row, 0));
                first = Math.min(first, from);
                last = Math.max(last, to);
            }
        }

        Result.SplitBrain figures(Dossier dossier) {
            if (writes.isEmpty()) {
                return new Result.SplitBrain(0, ambiguous, 0, null, null, 0, List.of(), List.of());
            }
            Set<String> services = new TreeSet<>();
            for (SourceLog.Entry write : writes) {
                services.add(dossier.catalogue()
                        .producers()
                        .get(write.sends().session.producer)
                        .service());
            }
            List<String> keys = keys(dossier);
            return new Result.SplitBrain(
                    sure.size(),
                    ambiguous,
                    Millis.of(last - first),
                    dossier.story().millisFromZero(first),
                    dossier.story().millisFromZero(last),
                    keys.size(),
                    keys.stream().limit(MOST_KEYS).toList(),
                    List.copyOf(services));
        }

        /** Keys written on both sides within the divergence window, as hashes: the facts carry no more. */
        private List<String> keys(Dossier dossier) {
            Map<Long, Set<Integer>> regions = new HashMap<>();
            Set<Long> wrong = new HashSet<>();
            writes.forEach(write -> wrong.add(write.sends().keyHash(write.row())));
            for (Session session : dossier.facts().sends().sessions()) {
                for (Sends sends : session.sends()) {
                    for (int row = 0; row < sends.size(); row++) {
                        boolean within = sends.known(row) && sends.invoked(row) <= last && sends.invoked(row) >= first;
                        if (within && wrong.contains(sends.keyHash(row)) && dossier.must(sends, row)) {
                            regions.computeIfAbsent(sends.keyHash(row), k -> new HashSet<>())
                                    .add(sends.region);
                        }
                    }
                }
            }
            return regions.entrySet().stream()
                    .filter(entry -> entry.getValue().size() > 1)
                    .map(entry -> String.format("%016x", entry.getKey()))
                    .sorted()
                    .toList();
        }
    }
}
