package io.firedrill.audit;

/**
 * What a loss is dated by, on the clock of the timeline in nanoseconds: of each time that nobody knows the bound that makes no loss look better.
 * Ages count back from the upper bound of a transition's T0.
 */
final class LossTimes {
    private final Dossier dossier;
    private final long clocks;
    private final long t0;

    LossTimes(Dossier dossier, TransitionFacts transition) {
        this.dossier = dossier;
        this.clocks = dossier.story().clockBound();
        this.t0 = transition.t0To();
    }

    /** When a record was acknowledged; of one that never was, when it was sent. */
    long acknowledged(Sends sends, int row) {
        return dossier.acknowledged(sends, row);
    }

    /** Whether the record was acknowledged, or sent if it never was, until T0. */
    boolean early(Sends sends, int row) {
        return acknowledged(sends, row) <= t0;
    }

    /** When the region had taken a record at the latest; until T0 for all that is known of one without an acknowledgement. */
    long taken(Sends sends, int row) {
        return sends.ok(row) ? sends.ended(row) : Math.min(dossier.takenBy(sends, row), t0);
    }

    /** Whether a record was acknowledged before another was sent, however wrong the clocks are. */
    boolean acknowledgedBefore(Sends sends, int row, long sent) {
        return sends.ok(row) && sends.ended(row) <= sent - clocks;
    }

    /** At T0; negative of what came later. */
    long ageOrLess(long time) {
        return t0 - time;
    }

    /** At T0; 0 of what came later, or never. */
    long age(long time) {
        return time >= t0 ? 0 : t0 - time;
    }
}
