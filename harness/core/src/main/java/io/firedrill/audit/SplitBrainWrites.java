package io.firedrill.audit;

import io.firedrill.evidence.TimelineEvent.WorkerEnded;
import io.firedrill.scenario.AnomalyClass;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * X1, split-brain-write: a Must send to a region that owned the key at <b>no</b> instant of [invoke, ack]. One that straddles a
 * change of ownership is ambiguous, and so is a recovered one outside its region's ownership: nobody knows when it was appended.
 * The interval of a recovered send ends when its error came, or when its worker was gone. What is not known of the worker's clock makes
 * an interval longer on both sides.
 */
final class SplitBrainWrites implements AnomalyFold {

    /** More than that nobody reads; how many there are is told beside them. */
    static final int MOST_KEYS = 1000;

    @Override
    public AnomalyClass anomaly() {
        return AnomalyClass.X1;
    }

    @Override
    public Plan<?> plan(Dossier dossier) {
        return dossier.splitBrain().isEmpty()
                ? Plan.settled(new Answer.Unsettled("ownership of the keys was never declared"))
                : Plan.records(
                        Shards.each(dossier.splitBrain().stream().toList(), found -> found.sure),
                        ref -> dossier.describe(ref) + ", written while another region owned its key");
    }

    /** The figures beside the count; empty when ownership was never declared. */
    static Optional<Result.SplitBrain> figures(Dossier dossier) {
        return dossier.splitBrain().map(found -> found.figures(dossier));
    }

    /** Asked through {@link Dossier#splitBrain}, which measures it once. */
    static Optional<Found> writes(Dossier dossier) {
        if (!dossier.ownership().declared()) {
            return Optional.empty();
        }
        List<Supplier<Found>> shards =
                Shards.sends(dossier, dossier.facts().sends().all(), (sends, from, to) -> {
                    Found found = new Found(dossier);
                    long gone = workerGone(dossier, sends);
                    for (int row = from; row < to; row++) {
                        if (sends.known(row) && dossier.must(sends, row)) {
                            found.judge(dossier, sends, row, gone);
                        } else if (sends.known(row) && dossier.open(sends, row)) {
                            found.mayBe(dossier, sends, row, gone);
                        }
                    }
                    return found;
                });
        return Optional.of(Shards.begin(dossier.crew(), shards, new Found(dossier), Found::with)
                .get());
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

    /** What was found. */
    static final class Found {
        private final RefSet sure = new RefSet();
        private final Set<String> services = new TreeSet<>();
        private final LongTable wrongKeys;
        private final Examples examples = new Examples();
        private final long clocks;
        private long ambiguous;
        private long byClocks;
        private long open;
        private long first = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;

        /** Null until somebody asks. */
        private @Nullable KeysOfBoth both;

        Found(Dossier dossier) {
            wrongKeys = new LongTable(dossier.scratch());
            clocks = dossier.story().clockBound();
        }

        void judge(Dossier dossier, Sends sends, int row, long gone) {
            Ownership ownership = dossier.ownership();
            long from = sends.invoked(row);
            boolean acknowledged = sends.ok(row);
            long to = end(sends, row, gone);
            boolean owned = ownership.ownedWithin(sends.region, from - clocks, to + clocks);
            if (owned) {
                boolean changed = ownership.changedWithin(from - clocks, to + clocks);
                if (changed) {
                    ambiguous(sends, row);
                }
                byClocks += changed && acknowledged && !ownership.changedWithin(from, to) ? 1 : 0;
            } else if (!acknowledged) {
                ambiguous(sends, row);
            } else {
                sure.add(sends.ref(row));
                examples.add("writes", sends, row);
                services.add(dossier.catalogue()
                        .producers()
                        .get(sends.session.producer)
                        .service());
                wrongKeys.put(sends.keyHash(row), 1);
                first = Math.min(first, from);
                last = Math.max(last, to);
            }
        }

        /** Where the region took it, it took it outside its ownership. */
        void mayBe(Dossier dossier, Sends sends, int row, long gone) {
            boolean owned = dossier.ownership()
                    .ownedWithin(sends.region, sends.invoked(row) - clocks, end(sends, row, gone) + clocks);
            open += owned ? 0 : 1;
        }

        Found with(Found later) {
            sure.addAll(later.sure);
            services.addAll(later.services);
            later.wrongKeys.forEach(wrongKeys::put);
            later.wrongKeys.giveBack();
            examples.addAll(later.examples);
            ambiguous += later.ambiguous;
            byClocks += later.byClocks;
            open += later.open;
            first = Math.min(first, later.first);
            last = Math.max(last, later.last);
            return this;
        }

        private void ambiguous(Sends sends, int row) {
            ambiguous++;
            examples.add("ambiguous", sends, row);
        }

        /** Records by the name of the count, as in the figures. */
        Map<String, List<String>> examples(Dossier dossier) {
            Map<String, List<String>> named = examples.named(dossier);
            if (sure.size() > 0 && keys(dossier).count() > 0) {
                named.put("bothSides", keys(dossier).writes().named(dossier));
            }
            return named;
        }

        /** Acknowledged writes that are ambiguous only for what is not known of the clocks. */
        long byClocks() {
            return byClocks;
        }

        /** Open sends outside their region's ownership. */
        long open() {
            return open;
        }

        Result.SplitBrain figures(Dossier dossier) {
            if (sure.size() == 0) {
                return new Result.SplitBrain(0, ambiguous, 0, null, null, 0, List.of(), List.of());
            }
            KeysOfBoth keys = keys(dossier);
            return new Result.SplitBrain(
                    sure.size(),
                    ambiguous,
                    Millis.of(last - first),
                    dossier.story().millisFromZero(first),
                    dossier.story().millisFromZero(last),
                    keys.count(),
                    List.copyOf(keys.first()),
                    List.copyOf(services));
        }

        /** Keys written on both sides within the divergence window, as hashes: the facts carry no more. */
        private synchronized KeysOfBoth keys(Dossier dossier) {
            KeysOfBoth known = both;
            if (known == null) {
                known = find(dossier);
                both = known;
            }
            return known;
        }

        private KeysOfBoth find(Dossier dossier) {
            LongTable regions = new LongTable(dossier.scratch());
            within(dossier, (sends, row) -> {
                long known = regions.get(sends.keyHash(row), 0);
                regions.put(sends.keyHash(row), known | 1L << sends.region);
            });
            int[] count = {0};
            TreeSet<String> least = new TreeSet<>();
            regions.forEach((key, of) -> {
                if (Long.bitCount(of) > 1) {
                    count[0]++;
                    least.add(String.format("%016x", key));
                    if (least.size() > MOST_KEYS) {
                        least.pollLast();
                    }
                }
            });
            KeyExamples writes = new KeyExamples();
            if (count[0] > 0) {
                within(dossier, (sends, row) -> {
                    long key = sends.keyHash(row);
                    if (Long.bitCount(regions.get(key, 0)) > 1) {
                        writes.add(key, sends.region, sends, row);
                    }
                });
            }
            regions.giveBack();
            return new KeysOfBoth(count[0], List.copyOf(least), writes);
        }

        /** Writes within the divergence window, of keys that were written on the wrong side. */
        private void within(Dossier dossier, Write action) {
            for (Sends sends : dossier.facts().sends().all()) {
                for (int row = 0; row < sends.size(); row++) {
                    boolean within = sends.known(row) && sends.invoked(row) <= last && sends.invoked(row) >= first;
                    if (within && wrongKeys.contains(sends.keyHash(row)) && dossier.must(sends, row)) {
                        action.accept(sends, row);
                    }
                }
            }
        }
    }

    private interface Write {
        void accept(Sends sends, int row);
    }

    /** @param first of them, by hash */
    private record KeysOfBoth(int count, List<String> first, KeyExamples writes) {}
}
