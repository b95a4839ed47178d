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

    private CaughtUp() {}

    /** @return monotonic nanoseconds; null when a group did not catch up before the transition's end */
    static @Nullable Long after(Dossier dossier, TransitionFacts transition, long t5) {
        RefSet unreplicated = RecoveryPoint.unreplicated(dossier, transition);
        long latest = t5;
        for (int group = 0; group < dossier.catalogue().groups().size(); group++) {
            long at = new Lag(dossier, group, unreplicated).caughtUp(dossier.story(), transition, t5);
            if (at == RefTimes.NEVER) {
                return null;
            }
            latest = Math.max(latest, at);
        }
        return latest;
    }

    private static final class Lag {
        private final long[] acknowledged;
        private final long[] delivered;

        Lag(Dossier dossier, int group, RefSet unreplicated) {
            LongColumn acks = new LongColumn();
            LongColumn firsts = new LongColumn();
            RefTimes first = dossier.firstDeliveries(group);
            int region = Reading.regionAtTheEnd(dossier, group);
            for (Session session : dossier.facts().sends().sessions()) {
                for (Sends sends : session.sends()) {
                    for (int row = 0; row < sends.size(); row++) {
                        long ref = sends.ref(row);
                        if (!sends.ok(row)
                                || unreplicated.contains(ref)
                                || !Reading.reads(dossier, group, sends.topic(row))) {
                            continue;
                        }
                        long at = first.get(ref);
                        if (at != RefTimes.NEVER) {
                            acks.add(sends.ended(row));
                            firsts.add(at);
                        } else if (readable(dossier, group, region, ref)) {
                            acks.add(sends.ended(row));
                        }
                    }
                }
            }
            acknowledged = acks.sorted();
            delivered = firsts.sorted();
        }

        private static boolean readable(Dossier dossier, int group, int region, long ref) {
            return dossier.catalogue().groups().get(group).topics().stream()
                    .anyMatch(topic -> dossier.scanned(region, topic).contains(ref));
        }

        private long at(long time) {
            return upTo(acknowledged, time) - upTo(delivered, time);
        }

        long caughtUp(Story story, TransitionFacts transition, long t5) {
            long allowed = baseline(story.baselineFrom(), transition.t0From());
            if (at(t5) <= allowed) {
                return t5;
            }
            for (int i = (int) upTo(delivered, t5); i < delivered.length && delivered[i] <= transition.until(); i++) {
                if (at(delivered[i]) <= allowed) {
                    return delivered[i];
                }
            }
            return RefTimes.NEVER;
        }

        private long baseline(long from, long to) {
            LongColumn samples = new LongColumn();
            for (long time = from; time < to; time += SAMPLE_NANOS) {
                samples.add(Math.max(0, at(time)));
            }
            long[] sorted = samples.sorted();
            return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(sorted.length * 0.99) - 1];
        }

        /** How many of the ascending numbers are at most {@code limit}. */
        private static long upTo(long[] ascending, long limit) {
            int found = Arrays.binarySearch(ascending, limit);
            if (found < 0) {
                return -found - 1;
            }
            while (found < ascending.length && ascending[found] == limit) {
                found++;
            }
            return found;
        }
    }
}
