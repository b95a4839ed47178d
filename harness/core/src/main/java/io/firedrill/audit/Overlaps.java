package io.firedrill.audit;

import io.firedrill.scenario.Pattern;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Which writes can conflict at all, also those that a region may have taken, so that only those are looked at key by key. A write lies between its invocation and the last
 * instant at which the other region could not know of it because ownership had not been handed over; two that conflict overlap in
 * that sense. Writes of a region are taken together by the epoch of ownership in which they were invoked, and whether the region owned
 * the key: in a failover without split-brain no two regions' spans overlap, and nothing is left to look at.
 */
final class Overlaps {
    private final Ownership ownership;
    private final boolean every;
    private final int regions;
    private final int kinds;
    private final long[] gone;
    private final long clocks;

    /** By region and kind: the earliest invocation. */
    private final long[][] first;

    /** By region, kind and other region: the last instant at which that one may not have known of one of them. */
    private final long[][][] last;

    private Overlaps(Dossier dossier, long[] gone) {
        this.ownership = dossier.ownership();
        this.clocks = dossier.story().clockBound();
        this.every = dossier.story().scenario().pattern() == Pattern.ACTIVE_ACTIVE;
        this.regions = dossier.catalogue().regions().size();
        this.kinds = 2 * (ownership.epochs() + 1);
        this.first = new long[regions][kinds];
        this.last = new long[regions][kinds][regions];
        for (int region = 0; region < regions; region++) {
            Arrays.fill(first[region], Long.MAX_VALUE);
            for (long[] byOther : last[region]) {
                Arrays.fill(byOther, Long.MIN_VALUE);
            }
        }
        this.gone = gone;
    }

    /** Asked through {@link Dossier#overlaps}, which looks once. */
    static Overlaps of(Dossier dossier) {
        List<Sends> all = dossier.facts().sends().all();
        long[] gone = all.stream()
                .mapToLong(sends -> SplitBrainWrites.workerGone(dossier, sends))
                .toArray();
        List<Supplier<Overlaps>> shards = Shards.sends(dossier, all, (sends, from, to) -> {
            Overlaps some = new Overlaps(dossier, gone);
            for (int row = from; row < to; row++) {
                if (sends.known(row) && (dossier.must(sends, row) || dossier.open(sends, row))) {
                    some.take(sends, row);
                }
            }
            return some;
        });
        return Shards.begin(dossier.crew(), shards, new Overlaps(dossier, gone), Overlaps::with)
                .get();
    }

    private Overlaps with(Overlaps later) {
        for (int region = 0; region < regions; region++) {
            for (int kind = 0; kind < kinds; kind++) {
                first[region][kind] = Math.min(first[region][kind], later.first[region][kind]);
                for (int other = 0; other < regions; other++) {
                    last[region][kind][other] = Math.max(last[region][kind][other], later.last[region][kind][other]);
                }
            }
        }
        return this;
    }

    private void take(Sends sends, int row) {
        long invoked = sends.invoked(row);
        boolean owned = owned(sends, row);
        int kind = 2 * ownership.epoch(invoked) + (owned ? 1 : 0);
        first[sends.region][kind] = Math.min(first[sends.region][kind], invoked);
        for (int other = 0; other < regions; other++) {
            if (other != sends.region) {
                last[sends.region][kind][other] =
                        Math.max(last[sends.region][kind][other], handedOver(owned, invoked, other));
            }
        }
    }

    /** Whether its region may have owned the key at an instant of the send, for all that is known of the clocks. */
    boolean owned(Sends sends, int row) {
        long end = SplitBrainWrites.end(sends, row, gone[sends.number]);
        return ownership.ownedWithin(sends.region, sends.invoked(row) - clocks, end + clocks);
    }

    /** The last instant before the other region's ownership takes in that it knows of the write. */
    long handedOver(Sends sends, int row, int region) {
        return handedOver(owned(sends, row), sends.invoked(row), region);
    }

    private long handedOver(boolean owned, long invoked, int region) {
        if (every || !owned) {
            return Long.MAX_VALUE;
        }
        long next = ownership.nextStart(region, invoked - clocks);
        return next == Long.MAX_VALUE ? next : next - 1 - clocks;
    }

    /** Whether any two regions have writes that overlap. */
    boolean any() {
        for (int one = 0; one < regions; one++) {
            for (int kind = 0; kind < kinds; kind++) {
                for (int other = 0; other < regions; other++) {
                    if (other != one && any(one, first[one][kind], last[one][kind][other], other)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Whether the write may conflict with one of another region. */
    boolean may(Sends sends, int row) {
        long invoked = sends.invoked(row);
        boolean owned = owned(sends, row);
        for (int other = 0; other < regions; other++) {
            if (other != sends.region && any(sends.region, invoked, handedOver(owned, invoked, other), other)) {
                return true;
            }
        }
        return false;
    }

    private boolean any(int region, long from, long to, int other) {
        for (int kind = 0; kind < kinds; kind++) {
            if (first[other][kind] <= to && from <= last[other][kind][region]) {
                return true;
            }
        }
        return false;
    }
}
