package io.firedrill.scenario;

import java.time.Duration;

/** The blocks that say how the drill itself behaves. */
final class SettingsForms {
    private SettingsForms() {}

    /** How the drill begins. */
    record Baseline(Duration stability, Duration atMost) {
        static final Baseline USUAL =
                new Baseline(Scenario.Settings.DEFAULT.stability(), Scenario.Settings.DEFAULT.baselineAtMost());
    }

    /** When a transition counts as recovered. */
    record Recovery(Duration window, Duration latencyLimit, Duration atMost) {
        static final Recovery USUAL = new Recovery(
                Scenario.Settings.DEFAULT.recoveryWindow(),
                Scenario.Settings.DEFAULT.latencyLimit(),
                Scenario.Settings.DEFAULT.recoveryAtMost());
    }

    static final class BaselineForm extends Block<Baseline> {
        private final Key<Duration> stability = optional(
                "stability",
                Scalars.POSITIVE_DURATION,
                Baseline.USUAL.stability(),
                Quantity.format(Baseline.USUAL.stability()),
                "how long the load must be steady before the timeline begins");
        private final Key<Duration> atMost = optional(
                "at-most",
                Scalars.POSITIVE_DURATION,
                Baseline.USUAL.atMost(),
                Quantity.format(Baseline.USUAL.atMost()),
                "how long to wait for that; then the drill is INCONCLUSIVE");

        BaselineForm() {
            super("the baseline");
        }

        @Override
        protected Baseline build(Fields in) {
            Baseline baseline = new Baseline(in.get(stability), in.get(atMost));
            if (baseline.stability().compareTo(baseline.atMost()) > 0) {
                in.block().ifPresent(at -> at.problems()
                        .impossible(
                                at.pathOf(stability.name()),
                                Quantity.format(baseline.stability()),
                                "at most " + Quantity.format(baseline.atMost()) + ", as baseline.at-most says",
                                "the baseline can never be steady for " + Quantity.format(baseline.stability())));
            }
            return baseline;
        }
    }

    static final class RecoveryForm extends Block<Recovery> {
        private final Key<Duration> window = optional(
                "window",
                Scalars.POSITIVE_DURATION,
                Recovery.USUAL.window(),
                Quantity.format(Recovery.USUAL.window()),
                "length of the window in which 99 % of the sends must do well (T5)");
        private final Key<Duration> latencyLimit = optional(
                "latency-limit",
                Scalars.POSITIVE_DURATION,
                Recovery.USUAL.latencyLimit(),
                Quantity.format(Recovery.USUAL.latencyLimit()),
                "an acknowledgement later than this after its intended time does not do well");
        private final Key<Duration> atMost = optional(
                "at-most",
                Scalars.POSITIVE_DURATION,
                Recovery.USUAL.atMost(),
                Quantity.format(Recovery.USUAL.atMost()),
                "how long a transition may take before it counts as not recovered");

        RecoveryForm() {
            super("recovery");
        }

        @Override
        protected Recovery build(Fields in) {
            Recovery recovery = new Recovery(in.get(window), in.get(latencyLimit), in.get(atMost));
            if (recovery.window().compareTo(recovery.atMost()) > 0) {
                in.block().ifPresent(at -> at.problems()
                        .impossible(
                                at.pathOf(window.name()),
                                Quantity.format(recovery.window()),
                                "at most " + Quantity.format(recovery.atMost()) + ", as recovery.at-most says",
                                "no window of " + Quantity.format(recovery.window()) + " can end in time"));
            }
            return recovery;
        }
    }
}
