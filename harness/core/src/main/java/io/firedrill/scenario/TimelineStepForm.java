package io.firedrill.scenario;

import java.time.Duration;
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
            "an event, such as us-east.killed, us-east.restored, to-west.detected, to-west.decided or to-west.recovered, and how "
                    + "long after it");
    private final Key<Optional<Duration>> lasting = maybe(
            "for",
            Scalars.POSITIVE_DURATION,
            "until the drill heals",
            "lifts the action again after this long (pause-mirror)");
    private final List<Key<Optional<Action>>> actions = List.of(
            alternative(
                    "kill-region",
                    new KillRegionForm(),
                    "SIGKILL to the brokers, MirrorMaker and the worker of a region"),
            alternative(
                    "restore-region", new RestoreRegionForm(), "brings a killed region back, its services on standby"),
            alternative("pause-mirror", new PauseMirrorForm(), "SIGSTOP to the MirrorMaker of a flow"),
            alternative("end", new EndForm(), "ends the timeline: heal, drain, scan, audit"));

    TimelineStepForm() {
        super("a step of the timeline", Later.FAULTS);
    }

    @Override
    TimelineStep build(Fields in) {
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
        return new TimelineStep(when, action.orElseGet(Action.End::new), in.get(lasting), position);
    }

    @Override
    List<? extends Key<?>> alternatives() {
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

    static final class KillRegionForm extends Block<Action.KillRegion> {
        private final Key<String> region = required("region", Scalars.REGION, "the region");
        private final Key<Action.Disks> disks = optional(
                "disks",
                Scalars.oneOf(Action.Disks.class),
                Action.Disks.KEPT,
                "kept",
                "what its disks hold when it comes back: all, what was flushed, or nothing");
        private final Key<Boolean> services =
                optional("services", Scalars.BOOLEAN, true, "true", "whether the services there die with it");

        KillRegionForm() {
            super("a region to kill");
            shorthand(region);
        }

        @Override
        Action.KillRegion build(Fields in) {
            return new Action.KillRegion(in.get(region), in.get(disks), in.get(services));
        }
    }

    static final class RestoreRegionForm extends Block<Action.RestoreRegion> {
        private final Key<String> region = required("region", Scalars.REGION, "the region");

        RestoreRegionForm() {
            super("a region to restore");
            shorthand(region);
        }

        @Override
        Action.RestoreRegion build(Fields in) {
            return new Action.RestoreRegion(in.get(region));
        }
    }

    static final class PauseMirrorForm extends Block<Action.PauseMirror> {
        private final Key<String> from = required("from", Scalars.REGION, "source region of the flow");
        private final Key<String> to = required("to", Scalars.REGION, "target region of the flow");

        PauseMirrorForm() {
            super("a flow of MirrorMaker to pause");
        }

        @Override
        Action.PauseMirror build(Fields in) {
            return new Action.PauseMirror(in.get(from), in.get(to));
        }
    }

    static final class EndForm extends Block<Action.End> {
        EndForm() {
            super("{}");
        }

        @Override
        Action.End build(Fields in) {
            return new Action.End();
        }
    }
}
