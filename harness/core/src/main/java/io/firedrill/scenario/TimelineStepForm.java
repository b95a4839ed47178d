package io.firedrill.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code - at: 20s} with {@code kill-region: ...}: when, and one action. */
final class TimelineStepForm extends Block<TimelineStep> {
    static final Pattern EVENT =
            Pattern.compile("([a-z0-9][a-z0-9-]*)\\.([a-z][a-z-]*)(?: *\\+ *(" + Quantity.DURATION.pattern() + "))?");

    private static final ScalarForm<TimelineStep.Trigger> AFTER = new ScalarForm<>(
            "an event with or without a duration, such as to-west.recovered + 10s",
            scalar -> after(scalar.text()),
            scalar -> "",
            new TimelineStep.Trigger.After("", "", Duration.ZERO),
            Scalars.textLike(EVENT));

    private final Key<Optional<Duration>> at =
            maybe("at", Scalars.DURATION, "either at or after", "time after the baseline became steady");
    private final Key<Optional<TimelineStep.Trigger>> after = maybe(
            "after",
            AFTER,
            "either at or after",
            "an event, such as us-east.killed, us-east.restored, to-west.detected, to-west.decided, to-west.recovered or, of a step "
                    + "with a name, cut.applied and cut.lifted; and how long after it");
    private final Key<Optional<String>> name = maybe(
            "name", Scalars.NAME, "none", "by which lift: and events (NAME.applied, NAME.lifted) refer to the step");
    private final Key<Optional<Duration>> lasting = maybe(
            "for",
            Scalars.POSITIVE_DURATION,
            "until it is lifted, or the drill heals",
            "lifts the fault again after this long");
    private final Key<Optional<String>> answeredBy = maybe(
            "answered-by",
            Scalars.TEXT.called("a failover's name, or " + TimelineStep.NOBODY),
            "the failover from a region that the fault takes away",
            "the failover that this fault calls for; one that nothing called for is a false failover");
    private final List<Key<Optional<Action>>> actions = actions();

    private List<Key<Optional<Action>>> actions() {
        List<Key<Optional<Action>>> all = new ArrayList<>();
        for (FaultWord<?> word : FaultWord.all()) {
            all.add(alternative(word.key(), word, word.meaning()));
        }
        all.add(alternative(
                "restore-region",
                new RestoreRegionForm(),
                "brings a lost region back, its services on standby or not at all"));
        all.add(alternative(
                "start-replication",
                new StartReplicationForm(),
                "starts MirrorMaker of a flow with started: by-step, such as the way back"));
        all.add(alternative("lift", new LiftForm(), "takes back the fault of a step that has a name"));
        all.add(alternative("end", new EndForm(), "ends the timeline: heal, drain, scan, audit"));
        return List.copyOf(all);
    }

    TimelineStepForm() {
        super("a step of the timeline", Later.faults());
    }

    @Override
    protected TimelineStep build(Fields in) {
        Optional<Action> action = in.one(actions, "action", names());
        Optional<Duration> offset = in.get(at);
        Optional<TimelineStep.Trigger> event = in.get(after);
        in.block().ifPresent(block -> {
            if (offset.isPresent() && event.isPresent()) {
                block.problems()
                        .impossible(
                                block.pathOf("after"),
                                "after",
                                "one of at, after",
                                block.name() + " has both at and after");
            } else if (offset.isEmpty() && event.isEmpty()) {
                block.wrong("at, after", "", block.name() + " does not say when: neither at nor after");
            }
        });
        Position position = in.block().map(block -> block.node().position()).orElseGet(() -> Position.whole(""));
        TimelineStep.Trigger when = event.orElseGet(() -> new TimelineStep.Trigger.At(offset.orElse(Duration.ZERO)));
        return new TimelineStep(
                when, action.orElseGet(Action.End::new), in.get(name), in.get(lasting), in.get(answeredBy), position);
    }

    @Override
    protected List<? extends Key<?>> alternatives() {
        return actions;
    }

    private static Optional<TimelineStep.Trigger> after(String text) {
        Matcher parts = EVENT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String plus = parts.group(3);
        Duration delay = plus == null ? Duration.ZERO : Quantity.duration(plus).orElse(Duration.ZERO);
        return Optional.of(new TimelineStep.Trigger.After(parts.group(1), parts.group(2), delay));
    }

    static final class RestoreRegionForm extends Block<Action.RestoreRegion> {
        private final Key<String> region = required("region", Scalars.REGION, "the region");
        private final Key<Boolean> services = optional(
                "services",
                Scalars.BOOLEAN,
                true,
                "true",
                "whether the services there come back with it; otherwise they stay down until the drill heals");

        RestoreRegionForm() {
            super("a region to restore");
            shorthand(region);
        }

        @Override
        protected Action.RestoreRegion build(Fields in) {
            return new Action.RestoreRegion(in.get(region), in.get(services));
        }
    }

    static final class StartReplicationForm extends Block<Action.StartReplication> {
        private final Key<String> from = required("from", Scalars.REGION, "the flow's source region");
        private final Key<String> to = required("to", Scalars.REGION, "its target region");

        StartReplicationForm() {
            super("the flow to start");
        }

        @Override
        protected Action.StartReplication build(Fields in) {
            return new Action.StartReplication(in.get(from), in.get(to));
        }
    }

    static final class LiftForm extends Block<Action.Lift> {
        private final Key<String> step = required("step", Scalars.NAME, "the name of the fault's step");

        LiftForm() {
            super("a fault to take back");
            shorthand(step);
        }

        @Override
        protected Action.Lift build(Fields in) {
            return new Action.Lift(in.get(step));
        }
    }

    static final class EndForm extends Block<Action.End> {
        EndForm() {
            super("{}");
        }

        @Override
        protected Action.End build(Fields in) {
            return new Action.End();
        }
    }
}
