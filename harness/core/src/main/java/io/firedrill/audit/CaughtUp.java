package io.firedrill.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * T6: the first moment, not before T5, at which every group's lag was at or below the 99th percentile of its lag in the baseline: of all at
 * once. A group that had caught up and fell behind again while others were behind is asked again.
 *
 * <p>Lag at an instant is the number of records acknowledged by then and not yet delivered to the group for the first time. Records
 * of {@code U} (MEASURES.md, 3) are left out: where the group reads when the transition is over, they do not exist. One that was never
 * delivered counts for ever if a log that the group reads there holds it, or may have: one that was not scanned whole,
 * or that may have lost records.
 */
final class CaughtUp {
    private static final long SAMPLE_NANOS = 100_000_000L;

    /** No baseline lasts for weeks. */
    private static final int MOST_SAMPLES = 1 << 24;

    private CaughtUp() {}

    /** @return monotonic nanoseconds; null when a group did not catch up before the transition's end */
    static @Nullable Long after(Dossier dossier, TransitionFacts transition, long t5) {
        RefSet unreplicated = dossier.recoveryPoint(transition).unreplicated();
        List<Lag> lags = new ArrayList<>();
        for (int group = 0; group < dossier.catalogue().groups().size(); group++) {
            lags.add(new Lag(dossier, group, unreplicated, transition, t5));
        }
        Long found = t5;
        Long before;
        do {
            before = found;
            found = allFrom(lags, before);
        } while (found != null && found > before);
        lags.forEach(Lag::giveBack);
        return found;
    }

    /** The earliest from a moment on at which each may have caught up; that moment if all have. */
    private static @Nullable Long allFrom(List<Lag> lags, long moment) {
        long at = moment;
        for (Lag lag : lags) {
            at = lag.caughtUp(at);
            if (at == RefTimes.NEVER) {
                return null;
            }
        }
        return at;
    }

    /** Counts by samples in the baseline and at T5; only when a group has not caught up by then, every later time is put in order. */
    private static final class Lag {
        private final Dossier dossier;
        private final int group;
        private final int region;
        private final boolean scanned;
        private final RefSet unreplicated;
        private final TransitionFacts transition;
        private final long t5;
        private final long from;

        /** How much more was acknowledged than delivered between each sample and the one before. */
        private final long[] changes;

        private final long allowed;
        private long atT5;

        /** What was acknowledged, and what was delivered, after T5 and before the end, in order; made when it is asked for. */
        private @Nullable LongColumn acknowledgements;

        private @Nullable LongColumn deliveries;

        /** How many of them were by the moment that was asked for last. */
        private int acknowledged;

        private int delivered;

        Lag(Dossier dossier, int group, RefSet unreplicated, TransitionFacts transition, long t5) {
            this.dossier = dossier;
            this.group = group;
            this.region = Reading.regionAt(dossier, group, transition.until());
            this.scanned = region >= 0
                    && dossier.completeness().scannedWhole(region)
                    && dossier.catalogue().groups().get(group).topics().stream()
                            .noneMatch(topic -> dossier.logLoss().mayHaveLost(region, topic));
            this.unreplicated = unreplicated;
            this.transition = transition;
            this.t5 = t5;
            this.from = dossier.story().baselineFrom();
            this.changes = new long[samples(from, dossier.story().usualUntil(transition))];
            forEach((taken, given) -> {
                change(taken, 1);
                if (given != RefTimes.NEVER) {
                    change(given, -1);
                }
            });
            this.allowed = baseline();
        }

        /** None where the two are times of no drill: the clock that they are of went backwards, and was named for it. */
        private static int samples(long from, long t0) {
            long length = t0 <= from ? 0 : t0 - from;
            long samples = length / SAMPLE_NANOS + (length % SAMPLE_NANOS == 0 ? 0 : 1);
            return samples < 0 || samples > MOST_SAMPLES ? 0 : (int) samples;
        }

        private void change(long time, int by) {
            atT5 += time <= t5 ? by : 0;
            long sample = (Math.max(time, from) - from + SAMPLE_NANOS - 1) / SAMPLE_NANOS;
            if (sample >= 0 && sample < changes.length) {
                changes[(int) sample] += by;
            }
        }

        private interface Each {
            /** @param delivered {@link RefTimes#NEVER} for one that waits for ever */
            void accept(long acknowledged, long delivered);
        }

        private void forEach(Each action) {
            RefTimes first = dossier.holdings().firstDeliveries(group);
            for (Sends sends : dossier.facts().sends().all()) {
                for (int row = 0; row < sends.size(); row++) {
                    long ref = sends.ref(row);
                    if (!sends.ok(row) || unreplicated.contains(ref) || !dossier.reads(group, sends.topic(row))) {
                        continue;
                    }
                    long at = first.get(ref);
                    if (at != RefTimes.NEVER || !scanned || readable(ref)) {
                        action.accept(sends.ended(row), at);
                    }
                }
            }
        }

        private boolean readable(long ref) {
            return dossier.catalogue().groups().get(group).topics().stream()
                    .anyMatch(topic -> dossier.holdings().scanned(region, topic).contains(ref));
        }

        /**
         * The first moment at which the lag is small enough.
         *
         * @param from not before it; not earlier than the one that was asked for last
         */
        long caughtUp(long from) {
            if (from == t5 && atT5 <= allowed) {
                return t5;
            }
            LongColumn taken = acknowledgements == null ? acknowledgements = later(true) : acknowledgements;
            LongColumn given = deliveries == null ? deliveries = later(false) : deliveries;
            long at = from;
            while (true) {
                acknowledged = passed(taken, acknowledged, at);
                delivered = passed(given, delivered, at);
                if (atT5 + acknowledged - delivered <= allowed) {
                    return at;
                }
                if (delivered == given.size()) {
                    return RefTimes.NEVER;
                }
                // Only a delivery makes it smaller.
                at = given.get(delivered);
            }
        }

        /** How many are not after a moment, of which so many are known not to be. */
        private static int passed(LongColumn times, int known, long moment) {
            int count = known;
            while (count < times.size() && times.get(count) <= moment) {
                count++;
            }
            return count;
        }

        /** The 99th percentile of the lag at every sample of the baseline. */
        private long baseline() {
            long[] lags = changes.clone();
            Arrays.parallelPrefix(lags, Long::sum);
            for (int i = 0; i < lags.length; i++) {
                lags[i] = Math.max(0, lags[i]);
            }
            Arrays.sort(lags);
            return lags.length == 0 ? 0 : lags[(int) Math.ceil(lags.length * 0.99) - 1];
        }

        /** Acknowledgements, or deliveries, after T5 that are not after the transition's end. */
        private LongColumn later(boolean acknowledgements) {
            LongColumn times = new LongColumn(dossier.scratch());
            forEach((taken, given) -> {
                long time = acknowledgements ? taken : given;
                if (time > t5 && time <= transition.until()) {
                    times.add(time);
                }
            });
            LongColumn sorted = Ascending.of(times, dossier.scratch());
            times.giveBack();
            return sorted;
        }

        void giveBack() {
            if (acknowledgements != null) {
                acknowledgements.giveBack();
            }
            if (deliveries != null) {
                deliveries.giveBack();
            }
        }
    }
}
