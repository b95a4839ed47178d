package io.firedrill.audit;

/** How far apart the events of one partition were in the steady baseline; what came before it was warming up. */
final class SteadyGaps {
    private final TransitionFacts transition;
    private final long steadyFrom;
    private final long steadyTo;
    private final MaxGap steady;

    SteadyGaps(Dossier dossier, TransitionFacts transition) {
        this.transition = transition;
        this.steadyFrom = dossier.story().baselineFrom();
        long usual = dossier.story().usualUntil(transition);
        // Of T0 itself nobody knows when in its interval it was.
        this.steadyTo = usual < transition.t0From() ? usual : Math.max(usual, transition.t0To());
        // Behind the last moment that there is there is none.
        long until = Math.max(steadyTo, steadyTo + 1);
        this.steady = new MaxGap(dossier.scratch(), steadyFrom, until);
    }

    /** An event until T0. */
    void event(long time) {
        if (time >= steadyFrom && time <= steadyTo) {
            steady.add(time);
        }
    }

    /** Whether the first event after T0 came as soon as one came before. To be asked once. */
    boolean soon(long first) {
        boolean soon = first != RefTimes.NEVER && first - transition.t0To() <= steady.widest();
        steady.giveBack();
        return soon;
    }
}
