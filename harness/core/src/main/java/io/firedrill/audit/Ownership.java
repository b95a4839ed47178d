package io.firedrill.audit;

import io.firedrill.evidence.Timeline;
import io.firedrill.evidence.TimelineEvent.OwnershipDeclared;
import java.util.Comparator;
import java.util.List;

/**
 * Which region may accept writes, from when (MEASURES.md, 5). An epoch runs from its declaration to the next; the first also
 * covers the time before it was declared.
 */
final class Ownership {
    private final int[] owners;
    private final long[] since;

    private Ownership(int[] owners, long[] since) {
        this.owners = owners;
        this.since = since;
    }

    static Ownership of(Timeline timeline, List<String> regions) {
        List<OwnershipDeclared> epochs = timeline.all(OwnershipDeclared.class)
                .sorted(Comparator.comparingLong(OwnershipDeclared::at).thenComparingInt(OwnershipDeclared::epoch))
                .toList();
        return new Ownership(
                epochs.stream()
                        .mapToInt(epoch -> regions.indexOf(epoch.region()))
                        .toArray(),
                epochs.stream().mapToLong(OwnershipDeclared::at).toArray());
    }

    /** Whether ownership was declared at all. */
    boolean declared() {
        return owners.length > 0;
    }

    /** How many epochs were declared. */
    int epochs() {
        return owners.length;
    }

    /** Which epoch an instant lies in, from 0. */
    int epoch(long time) {
        int epoch = 0;
        while (epoch + 1 < owners.length && since[epoch + 1] <= time) {
            epoch++;
        }
        return epoch;
    }

    /** Owner at an instant; -1 when nothing was declared. */
    int at(long time) {
        int owner = owners.length == 0 ? -1 : owners[0];
        for (int i = 1; i < owners.length && since[i] <= time; i++) {
            owner = owners[i];
        }
        return owner;
    }

    /** Whether the region owned at any instant of the closed interval. */
    boolean ownedWithin(int region, long from, long to) {
        if (at(from) == region) {
            return true;
        }
        for (int i = 1; i < owners.length; i++) {
            if (since[i] > from && since[i] <= to && owners[i] == region) {
                return true;
            }
        }
        return false;
    }

    /** Whether a send was acknowledged by a region that owned its key; without declarations every region does. */
    boolean toOwner(Sends sends, int row) {
        return sends.ok(row) && (!declared() || ownedWithin(sends.region, sends.invoked(row), sends.ended(row)));
    }

    /** Start of the first epoch after an instant in which the region owns; {@code Long.MAX_VALUE} when there is none. */
    long nextStart(int region, long after) {
        for (int i = 1; i < owners.length; i++) {
            if (since[i] > after && owners[i] == region) {
                return since[i];
            }
        }
        return Long.MAX_VALUE;
    }

    /** Whether the owner changed within (from, to]. */
    boolean changedWithin(long from, long to) {
        for (int i = 1; i < owners.length; i++) {
            if (since[i] > from && since[i] <= to && owners[i] != owners[i - 1]) {
                return true;
            }
        }
        return false;
    }
}
