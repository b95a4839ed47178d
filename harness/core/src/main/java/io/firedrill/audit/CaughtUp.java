package io.firedrill.audit;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * T6: the first moment, not before T5, at which every group's lag was at or below the 99th percentile of its lag in the baseline.
 *
 * <p>Lag at an instant is the number of records acknowledged by then and not yet delivered to the group for the first time. Records
 * of {@code U} (MEASURES.md, 3) are left out: where the group reads now, they do not exist. One that was never delivered
 * counts for ever if a log that the group reads holds it.
 */
final class CaughtUp {
    private static final long SAMPLE_NANOS = 100_000_000L;

    /** No baseline lasts for weeks. */
    private static final int MOST_SAMPLES = 1 << 24;

    private CaughtUp() {}

    /** @return monotonic nanoseconds; null when a group did not catch up before the transition's end */
    static @Nullable Long after(Dossier dossier, TransitionFacts transition, long t5) {
        RefSet unreplicated = dossier.recoveryPoint(transition).unreplicated();
        long latest = t5;
        for (int group = 0; group < dossier.catalogue().groups().size(); group++) {
            long at = new Lag(dossier, group, unreplicated, transition, t5).caughtUp();
            if (at == RefTimes.NEVER) {
                return null;
            }
            latest = Math.max(latest, at);
        }
        return latest;
    }

    /** Counts by samples in the baseline and at T5; only when a group has not caught up by then, every later time is put in order. */
    private static final class Lag {
        private final Dossier dossier;
        private final int group;
        private final int region;
        private final RefSet unreplicated;
        private final TransitionFacts transition;
        private final long t5;
        private final long from;

        /** How much more was acknowledged than delivered between each sample and the one before. */
        private final long[] changes;

        private long atT5;

        Lag(Dossier dossier, int group, RefSet unreplicated, TransitionFacts transition, long t5) {
            this.dossier = dossier;
            this.group = group;
            this.region = Reading.regionAtTheEnd(dossier, group);
            this.unreplicated = unreplicated;
            this.transition = transition;
            this.t5 = t5;
            this.from = dossier.story().baselineFrom();
            this.changes = new long[samples(from, transition.t0From())];
            forEach((acknowledged, delivered) -> {
                change(acknowledged, 1);
                if (delivered != RefTimes.NEVER) {
                    change(delivered, -1);
                }
            });
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
                    if (at != RefTimes.NEVER || readable(ref)) {
                        action.accept(sends.ended(row), at);
                    }
                }
            }
        }

        private boolean readable(long ref) {
            return dossier.catalogue().groups().get(group).topics().stream()
                    .anyMatch(topic -> dossier.holdings().scanned(region, topic).contains(ref));
        }

        long caughtUp() {
            long allowed = baseline();
            return atT5 <= allowed ? t5 : later(allowed);
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

        /** The first delivery after T5 at which the lag is small enough. */
        private long later(long allowed) {
            LongColumn acknowledged = new LongColumn(dossier.scratch());
            LongColumn delivered = new LongColumn(dossier.scratch());
            forEach((one, other) -> {
                if (one > t5 && one <= transition.until()) {
                    acknowledged.add(one);
                }
                if (other > t5 && other <= transition.until()) {
                    delivered.add(other);
                }
            });
            LongColumn acks = Ascending.of(acknowledged, dossier.scratch());
            LongColumn deliveries = Ascending.of(delivered, dossier.scratch());
            int before = 0;
            for (int i = 0; i < deliveries.size(); i++) {
                long at = deliveries.get(i);
                while (before < acks.size() && acks.get(before) <= at) {
                    before++;
                }
                boolean last = i + 1 == deliveries.size() || deliveries.get(i + 1) != at;
                if (last && atT5 + before - (i + 1) <= allowed) {
                    return at;
                }
            }
            return RefTimes.NEVER;
        }
    }
}
