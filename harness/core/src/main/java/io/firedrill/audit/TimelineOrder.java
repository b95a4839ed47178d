package io.firedrill.audit;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.evidence.Timeline;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.evidence.TimelineEvent.BaselineSteady;
import io.firedrill.evidence.TimelineEvent.Decided;
import io.firedrill.evidence.TimelineEvent.Detected;
import io.firedrill.evidence.TimelineEvent.DrainFinished;
import io.firedrill.evidence.TimelineEvent.DrillEnded;
import io.firedrill.evidence.TimelineEvent.FaultApplied;
import io.firedrill.evidence.TimelineEvent.LoadStarted;
import io.firedrill.evidence.TimelineEvent.LoadStopped;
import io.firedrill.evidence.TimelineEvent.Recovered;
import io.firedrill.evidence.TimelineEvent.ReplicationLag;
import io.firedrill.evidence.TimelineEvent.RunStarted;
import io.firedrill.evidence.TimelineEvent.ScanFinished;
import io.firedrill.evidence.TimelineEvent.SnapshotTaken;
import io.firedrill.evidence.TimelineEvent.StepFinished;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * As {@link ClockOrder}, of the timeline. Many threads write it, so its lines as such have no order. In order are the stages of a drill,
 * what one transition did, and what a receipt says of its fault; and nothing is earlier than the first line. The load's beginning is
 * announced before it comes, so only the baseline lies behind it for certain.
 */
final class TimelineOrder {
    private final List<String> sentences = new ArrayList<>();

    private TimelineOrder() {}

    /** A sentence for each order that does not hold. */
    static List<String> broken(Timeline timeline) {
        TimelineOrder order = new TimelineOrder();
        order.beginning(timeline);
        order.stages(timeline);
        order.transitions(timeline);
        order.receipts(timeline);
        order.looks(timeline);
        return order.sentences;
    }

    private void beginning(Timeline timeline) {
        if (timeline.events().isEmpty() || !(timeline.events().get(0) instanceof RunStarted started)) {
            return;
        }
        timeline.events().stream()
                .min((one, other) -> Long.compare(one.at(), other.at()))
                .ifPresent(first -> after("the first line", started.at(), "a line of " + what(first), first.at()));
    }

    private void stages(Timeline timeline) {
        Optional<BaselineSteady> steady = timeline.first(BaselineSteady.class);
        if (steady.isEmpty()) {
            return;
        }
        timeline.first(LoadStarted.class)
                .ifPresent(load -> after(
                        what(load), load.at(), what(steady.get()), steady.get().at()));
        TimelineEvent before = steady.get();
        for (Class<? extends TimelineEvent> stage :
                List.of(LoadStopped.class, DrainFinished.class, ScanFinished.class, DrillEnded.class)) {
            Optional<? extends TimelineEvent> next = timeline.first(stage);
            if (next.isPresent()) {
                after(what(before), before.at(), what(next.get()), next.get().at());
                before = next.get();
            }
        }
    }

    private void transitions(Timeline timeline) {
        Map<String, TimelineEvent> latest = new HashMap<>();
        for (TimelineEvent event : timeline.events()) {
            if (event instanceof Detected detected) {
                goesOn(latest, detected.failover(), event, event.at());
            } else if (event instanceof Decided decided) {
                goesOn(latest, decided.failover(), event, event.at());
            } else if (event instanceof SnapshotTaken taken) {
                goesOn(latest, taken.failover(), event, taken.startedAt());
            } else if (event instanceof StepFinished step) {
                goesOn(latest, step.failover(), event, step.startedAt());
            } else if (event instanceof Recovered recovered) {
                goesOn(latest, recovered.failover(), event, event.at());
            }
        }
    }

    private void goesOn(Map<String, TimelineEvent> latest, String failover, TimelineEvent event, long startedAt) {
        TimelineEvent before = latest.put(failover, event);
        if (before != null) {
            after(failover + ", " + what(before), before.at(), what(event), event.at());
        }
        after(failover + ", the beginning of " + what(event), startedAt, "its end", event.at());
    }

    private void receipts(Timeline timeline) {
        timeline.all(FaultApplied.class).forEach(applied -> {
            FaultReceipt receipt = applied.receipt();
            String fault = receipt.fault() + " " + receipt.target();
            after(fault + ", the beginning of its call", receipt.appliedFrom(), "the call's end", receipt.appliedTo());
            after(fault + ", the end of its call", receipt.appliedTo(), "its fault-applied", applied.at());
            if (receipt.observed()) {
                after(fault + ", the end of its effect", receipt.effectTo(), "its fault-applied", applied.at());
            }
        });
    }

    /** What took a while to be seen began when the drill was under way, and before it was told. */
    private void looks(Timeline timeline) {
        timeline.all(BaselineSteady.class)
                .forEach(steady -> within(timeline, "the window of baseline-steady", steady.windowFrom(), steady.at()));
        timeline.all(ReplicationLag.class)
                .forEach(lag -> within(
                        timeline, "replication-lag from " + lag.from() + " to " + lag.to(), lag.startedAt(), lag.at()));
    }

    private void within(Timeline timeline, String look, long startedAt, long at) {
        timeline.first(RunStarted.class)
                .ifPresent(started -> after("the first line", started.at(), "the beginning of " + look, startedAt));
        after("the beginning of " + look, startedAt, "its end", at);
    }

    private void after(String cause, long causedAt, String effect, long at) {
        long back = ClockOrder.back(causedAt, at);
        if (back > 0) {
            sentences.add("the clock of the timeline went backwards, and nothing can be judged by its times: " + effect
                    + " is " + ClockOrder.length(back) + " earlier than " + cause);
        }
    }

    /** The name that the timeline has for it. */
    private static String what(TimelineEvent event) {
        return event.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
    }
}
