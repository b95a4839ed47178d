package io.firedrill.drill;

import io.firedrill.evidence.FullDisk;
import io.firedrill.evidence.TimelineEvent;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The conductor's own facts: written to the timeline, and shown to the person who watches.
 *
 * <p>A timeline that can't be written ends there, so that it has no gap: the drill is told once, and never by an exception, since
 * facts are told where things go wrong already.
 */
final class Facts implements Consumer<TimelineEvent> {
    private final Consumer<TimelineEvent> timeline;
    private final Path place;
    private final Progress progress;
    private final Runnable whenLost;
    private @Nullable String lost;

    /**
     * @param timeline throws {@link UncheckedIOException} for what it could not write
     * @param place where the timeline lies, for the sentence
     * @param whenLost called once when the timeline can't be written
     */
    Facts(Consumer<TimelineEvent> timeline, Path place, Progress progress, Runnable whenLost) {
        this.timeline = timeline;
        this.place = place;
        this.progress = progress;
        this.whenLost = whenLost;
    }

    /** Writes the last facts. After the processes have ended there may be room again for what stopped the drill. */
    synchronized void end(DrillEnd how) {
        String why = lost;
        if (why != null) {
            lost = null;
            accept(new TimelineEvent.Trouble(System.nanoTime(), "drill", why));
        }
        accept(new TimelineEvent.DrillEnded(System.nanoTime(), how.name().toLowerCase(Locale.ROOT)));
    }

    private synchronized void write(TimelineEvent event) {
        if (lost != null) {
            return;
        }
        try {
            timeline.accept(event);
        } catch (UncheckedIOException e) {
            lost = FullDisk.sentence(e, place).orElse(String.valueOf(e.getMessage()));
            progress.warn(lost);
            whenLost.run();
        }
    }

    @Override
    public void accept(TimelineEvent event) {
        write(event);
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
            return lifted.fault() + " " + lifted.target() + (lifted.clean() ? " lifted: " : " not lifted: ")
                    + lifted.note();
        } else if (event instanceof TimelineEvent.FaultProved proved) {
            return proved.fault() + " " + proved.target()
                    + (proved.clean() ? ", at the end: " : ", not gone at the end: ") + proved.note();
        } else if (event instanceof TimelineEvent.FaultLeft left) {
            return left.fault() + " " + left.target() + " left in place: " + left.why();
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
