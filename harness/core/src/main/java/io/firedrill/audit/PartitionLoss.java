package io.firedrill.audit;

/**
 * What one native partition of the region left behind lost in a transition, how long that had been acknowledged, and how far back the loss
 * reaches: to the last record before the first gap. It is told of what the target held and of each record in the order of
 * {@link SourceLog}, first by {@link #count}, then by {@link #beforeFirst}, then by {@link #reach}; {@link #end} comes last.
 */
final class PartitionLoss {
    /** No record without a known place is lost. */
    private static final long NEVER_SENT = Long.MAX_VALUE;

    private final LossTimes times;

    /** Whether the target tells what it held. */
    private final boolean certain;

    private final SourceLog.Place lastHeld = new SourceLog.Place();
    private final SourceLog.Place firstLost = new SourceLog.Place();
    private final SourceLog.Place beforeFirstLost = new SourceLog.Place();
    private long must;
    private long lost;
    private long mayLost;
    private long oldest;
    private long holes;

    /** The earliest acknowledgement of what is or may be lost; of what was never acknowledged the invocation. */
    private long earliest = Long.MAX_VALUE;

    /** Acknowledgement of the last record before the first that was lost. */
    private long lastSafe;

    /** The earliest that this may have been: one that was never acknowledged counts from its invocation. */
    private long safeFrom = Long.MAX_VALUE;

    private long prefix;
    private long mostPrefix;

    /** The last that was acknowledged before any record of unknown place was sent: none of them stands before it. */
    private final SourceLog.Place beforePlaceless = new SourceLog.Place();

    /** The earliest acknowledgement of what may be the last before the first gap; none where that gap is known. */
    private long earliestSafe = Long.MAX_VALUE;

    private long most;

    PartitionLoss(LossTimes times, boolean certain) {
        this.times = times;
        this.certain = certain;
    }

    /** The target held this record. */
    void held(Sends sends, int row, long offset) {
        lastHeld.last(offset, sends.ref(row));
    }

    /** A record whose place nobody knows, and whose key goes here. */
    void mayBeLost() {
        mayLost++;
    }

    /**
     * @param held whether the target held it
     * @param placeless when the first record of the topic was sent that is or may be lost and whose place nobody knows; {@code Long.MAX_VALUE}
     *     when there is none
     */
    void count(Sends sends, int row, long offset, boolean held, long placeless) {
        long ref = sends.ref(row);
        must++;
        if (!held) {
            firstLost.first(offset, ref);
            lost++;
            earliest = Math.min(earliest, times.acknowledged(sends, row));
            oldest = Math.max(oldest, times.ageOrLess(times.taken(sends, row)));
        }
        if (placeless != NEVER_SENT && times.acknowledgedBefore(sends, row, placeless)) {
            beforePlaceless.last(offset, ref);
        }
    }

    /** Whether a record stands before the first loss; the last that does is noted. */
    boolean beforeFirst(Sends sends, int row, long offset) {
        long ref = sends.ref(row);
        boolean before = firstLost.isAfter(offset, ref);
        if (before && !beforeFirstLost.isAfter(offset, ref)) {
            beforeFirstLost.last(offset, ref);
            safeFrom = times.acknowledged(sends, row);
            lastSafe = times.taken(sends, row);
        }
        return before;
    }

    /** Whether a loss certainly stands before something that the target held; then it is counted. */
    boolean hole(Sends sends, int row, long offset) {
        boolean hole = certain && lastHeld.isAfter(offset, sends.ref(row));
        holes += hole ? 1 : 0;
        return hole;
    }

    /**
     * Which records may be the last before the first gap: none that stands before the one that is it if all is lost that may be, and, where
     * the gap may be a record of unknown place, none that stands before what had been acknowledged when that was sent. What stands behind
     * a certain loss is never it.
     *
     * @param placeless as of {@link #count}
     */
    void reach(Sends sends, int row, long offset, long placeless) {
        long ref = sends.ref(row);
        if (certain && firstLost.isBefore(offset, ref)) {
            return;
        }
        boolean anyLoss = !certain && firstLost.known();
        boolean anywhere = placeless != NEVER_SENT;
        if (anyLoss && !beforeFirstLost.isAfter(offset, ref) || anywhere && !beforePlaceless.isAfter(offset, ref)) {
            earliestSafe = Math.min(earliestSafe, times.acknowledged(sends, row));
        }
    }

    /**
     * All is told. Where the target does not tell what it held nothing is lost for certain, and all that was not found there may be.
     *
     * @param placeless as of {@link #count}
     */
    void end(long placeless) {
        if (firstLost.known()) {
            // Without any record before the gap the whole age of the first loss is what is missing.
            prefix = Math.max(0, beforeFirstLost.known() ? times.ageOrLess(lastSafe) : oldest);
        }
        long safe = Math.min(safeFrom, earliestSafe);
        mostPrefix = Math.max(prefix, times.age(safe));
        most = Math.max(prefix, times.age(Math.min(safe, Math.min(earliest, placeless))));
        if (!certain) {
            mayLost += lost;
            lost = 0;
            holes = 0;
            oldest = 0;
            prefix = 0;
        }
    }

    /** Whether there is anything to be said of it. */
    boolean any() {
        return must + mayLost > 0;
    }

    /** Nanoseconds from the last record before the first certain loss to T0; 0 without one. */
    long prefix() {
        return prefix;
    }

    /** The most that {@link #prefix} may be. */
    long mostPrefix() {
        return mostPrefix;
    }

    /** Certain losses that stand before something that the target held. */
    long holes() {
        return holes;
    }

    Result.PartitionRpo row(String topic, int partition) {
        return new Result.PartitionRpo(
                topic, partition, must, lost, mayLost, Millis.of(oldest), Millis.of(prefix), Millis.of(most));
    }
}
