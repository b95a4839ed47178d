package io.firedrill.drill;

import io.firedrill.evidence.TimelineEvent;
import io.firedrill.evidence.TimelineWriter;
import java.util.function.Consumer;

/** The conductor's own facts: written to the timeline, and shown to the person who watches. */
final class Facts implements Consumer<TimelineEvent> {
    private final TimelineWriter timeline;
    private final Progress progress;

    Facts(TimelineWriter timeline, Progress progress) {
        this.timeline = timeline;
        this.progress = progress;
    }

    @Override
    public void accept(TimelineEvent event) {
        timeline.append(event);
        if (event instanceof TimelineEvent.Warning warning) {
            progress.warn(warning.text());
        } else if (event instanceof TimelineEvent.Trouble trouble) {
            progress.warn(trouble.where() + ": " + trouble.text());
        } else {
            String text = sentence(event);
            if (!text.isEmpty()) {
                progress.event(text);
            }
        }
    }

    private static String sentence(TimelineEvent event) {
        if (event instanceof TimelineEvent.RegionReady ready) {
            return ready.region() + ": " + ready.brokers() + " brokers are ready";
        } else if (event instanceof TimelineEvent.BaselineSteady steady) {
            return "baseline steady, acknowledgements p99 " + steady.ackP99Nanos() / 1_000_000
                    + " ms; the timeline begins";
        } else if (event instanceof TimelineEvent.FaultApplied applied) {
            var receipt = applied.receipt();
            return receipt.fault() + " " + receipt.target() + ": " + receipt.effect();
        } else if (event instanceof TimelineEvent.FaultLifted lifted) {
            return lifted.fault() + " " + lifted.target() + " lifted: " + lifted.note();
        } else if (event instanceof TimelineEvent.Note note) {
            return note.text();
        } else if (event instanceof TimelineEvent.Detected detected) {
            return detected.failover() + ": detected by " + detected.by();
        } else if (event instanceof TimelineEvent.StepFinished step) {
            return step.failover() + ": " + step.step() + " " + step.outcome() + " after "
                    + (step.at() - step.startedAt()) / 1_000_000 + " ms: " + step.note();
        } else if (event instanceof TimelineEvent.Recovered recovered) {
            return recovered.failover() + ": services work again";
        } else if (event instanceof TimelineEvent.DrainFinished drained) {
            return drained.complete() ? "drained" : "drain not finished, lag " + drained.lag();
        } else if (event instanceof TimelineEvent.ScanFinished scan) {
            return scan.region() + ": logs scanned" + (scan.complete() ? "" : ", not whole: " + scan.note());
        }
        return "";
    }
}
