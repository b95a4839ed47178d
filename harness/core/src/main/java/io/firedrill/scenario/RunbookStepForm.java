package io.firedrill.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code - fence: { by: acl }}: one key, the step. */
final class RunbookStepForm extends Block<RunbookStep> {
    private final List<Key<Optional<RunbookStep>>> steps = List.of(
            alternative(
                    "fence",
                    new FenceForm(),
                    "denies writes in the region left behind; unreachable is noted, not waited for"),
            alternative(
                    "wait-for-replication",
                    new WaitForm(),
                    "waits until the target holds what the source has acknowledged"),
            alternative(
                    "stop-replication", new StopForm(), "stops MirrorMaker of the flow from the region left behind"),
            alternative(
                    "verify-topics",
                    new VerifyForm(),
                    "checks that the topics and their mirrored names are there with all their partitions"),
            alternative("activate-consumers", new ActivateForm(), "starts the standby consumers of the target region"),
            alternative("switch-producers", new SwitchForm(), "routes the producing services to the target region"),
            alternative(
                    "operator-delay",
                    new DelayForm(),
                    "nothing happens, as when a person is looked for, reads or hesitates; may stand in several places"));

    RunbookStepForm() {
        super("a step of the runbook", Later.STEPS);
    }

    @Override
    protected RunbookStep build(Fields in) {
        return in.one(steps, "step", names()).orElseGet(RunbookStep.StopReplication::new);
    }

    @Override
    protected List<? extends Key<?>> alternatives() {
        return steps;
    }

    static final class FenceForm extends Block<RunbookStep.Fence> {
        private final Key<RunbookStep.Fence.By> by = optional(
                "by", Scalars.oneOf(RunbookStep.Fence.By.class), RunbookStep.Fence.By.ACL, "acl", "means of fencing");
        private final Key<Duration> atMost = optional(
                "at-most",
                Scalars.POSITIVE_DURATION,
                Duration.ofSeconds(2),
                "2s",
                "how long to try an unreachable region");

        FenceForm() {
            super("how to fence");
        }

        @Override
        protected RunbookStep.Fence build(Fields in) {
            return new RunbookStep.Fence(in.get(by), in.get(atMost));
        }
    }

    static final class WaitForm extends Block<RunbookStep.WaitForReplication> {
        private final Key<Duration> atMost =
                optional("at-most", Scalars.POSITIVE_DURATION, Duration.ofSeconds(5), "5s", "how long to wait");
        private final Key<RunbookStep.WaitForReplication.OnTimeout> onTimeout = optional(
                "on-timeout",
                Scalars.oneOf(RunbookStep.WaitForReplication.OnTimeout.class),
                RunbookStep.WaitForReplication.OnTimeout.CONTINUE,
                "continue",
                "what a time-out means for the rest of the runbook");

        WaitForm() {
            super("how long to wait");
        }

        @Override
        protected RunbookStep.WaitForReplication build(Fields in) {
            return new RunbookStep.WaitForReplication(in.get(atMost), in.get(onTimeout));
        }
    }

    static final class StopForm extends Block<RunbookStep.StopReplication> {
        StopForm() {
            super("{}");
        }

        @Override
        protected RunbookStep.StopReplication build(Fields in) {
            return new RunbookStep.StopReplication();
        }
    }

    static final class VerifyForm extends Block<RunbookStep.VerifyTopics> {
        private final Key<List<String>> topics =
                required("topics", ListForm.atLeastOne(Scalars.TOPIC), "native names of the topics");

        VerifyForm() {
            super("the topics to verify");
            shorthand(topics);
        }

        @Override
        protected RunbookStep.VerifyTopics build(Fields in) {
            return new RunbookStep.VerifyTopics(in.get(topics));
        }
    }

    static final class ActivateForm extends Block<RunbookStep.ActivateConsumers> {
        private final Key<RunbookStep.ActivateConsumers.Offsets> offsets = optional(
                "offsets",
                Scalars.oneOf(RunbookStep.ActivateConsumers.Offsets.class).later(Later.OFFSETS),
                RunbookStep.ActivateConsumers.Offsets.SYNCED,
                "synced",
                "where they start: what MirrorMaker synced into the group, earliest or latest");

        ActivateForm() {
            super("how to activate");
        }

        @Override
        protected RunbookStep.ActivateConsumers build(Fields in) {
            return new RunbookStep.ActivateConsumers(in.get(offsets));
        }
    }

    static final class SwitchForm extends Block<RunbookStep.SwitchProducers> {
        private final Key<Integer> atOnce =
                optional("at-once", Scalars.count(1, 10_000), 1, "1", "services switched at the same time");
        private final Key<Duration> each = optional(
                "each", Scalars.DURATION, Duration.ZERO, "0s", "how long one takes (a deployment, a DNS change)");
        private final Key<Map<String, String>> misrouted = optional(
                "misrouted",
                MapForm.named("service", Scalars.REGION).orNone(),
                Map.of(),
                "none",
                "services that are sent to another region by mistake, each with that region's name");

        SwitchForm() {
            super("how to switch");
        }

        @Override
        protected RunbookStep.SwitchProducers build(Fields in) {
            return new RunbookStep.SwitchProducers(in.get(atOnce), in.get(each), in.get(misrouted));
        }
    }

    static final class DelayForm extends Block<RunbookStep.OperatorDelay> {
        private final Key<Duration> time = required("for", Scalars.POSITIVE_DURATION, "how long it takes them");
        private final Key<Duration> giveOrTake = optional(
                "give-or-take",
                Scalars.DURATION,
                Duration.ZERO,
                "0s",
                "either side of it, drawn from the drill's seed; at most as much");
        private final Key<String> doing =
                optional("doing", Scalars.TEXT, "", "nothing is said", "what they do meanwhile, for the report");

        DelayForm() {
            super("how long a person takes");
            shorthand(time);
        }

        @Override
        protected RunbookStep.OperatorDelay build(Fields in) {
            return new RunbookStep.OperatorDelay(in.get(time), in.get(giveOrTake), in.get(doing));
        }
    }
}
