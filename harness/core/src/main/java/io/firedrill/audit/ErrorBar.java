package io.firedrill.audit;

import io.firedrill.scenario.FailoverSpec;

/**
 * How wide the times of one transition are (MEASURES.md, 2): T0's interval, one send interval, what is not known of the
 * clocks, and the stalls that overlap what was measured. All in nanoseconds.
 */
final class ErrorBar {
    private final TransitionFacts transition;
    private final Stalls stalls;
    private final long least;
    private final long looked;

    ErrorBar(Dossier dossier, TransitionFacts transition) {
        this.transition = transition;
        this.stalls = dossier.stalls();
        this.least = transition.t0To()
                - transition.t0From()
                + Schedules.interval(dossier.catalogue())
                + dossier.story().clockBound();
        FailoverSpec spec = dossier.story().scenario().failovers().get(transition.name());
        this.looked = spec != null && spec.detect() instanceof FailoverSpec.Detect.Probe probe
                ? probe.every()
                        .multipliedBy(probe.failures())
                        .plus(probe.timeout())
                        .toNanos()
                : 0;
    }

    /** Of what lasted from T0 until then. */
    long until(long end) {
        return least + stalls.widen(transition.t0From(), end);
    }

    /** Of a duration since T0. */
    long ofDuration(long nanos) {
        return until(transition.t0From() + nanos);
    }

    /** Of an age at T0. */
    long ofAge(long nanos) {
        return least + stalls.widen(transition.t0To() - nanos, transition.t0To());
    }

    /**
     * For how long something that measures stood still in the time that the probes took which declared the region down. A broker or
     * MirrorMaker without a free processor is what they looked at, and none of ours.
     */
    long stalledDetector() {
        if (looked == 0 || transition.detected().isEmpty()) {
            return 0;
        }
        long detected = transition.detected().getAsLong();
        return stalls.ofWhatMeasures(detected - looked, detected);
    }

    /** How much of the first so many nanoseconds since T0 is not certain to have been measured. */
    long stalled(long nanos) {
        return stalls.widen(transition.t0From(), transition.t0From() + nanos);
    }
}
