package io.firedrill.drill;

import io.firedrill.evidence.TimelineEvent;
import io.firedrill.fault.Canaries;
import io.firedrill.network.Wire;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Takes back every fault that still holds, the last one first, and looks whether every path is clean then. */
final class Healing {
    private static final Duration CLEAN_WITHIN = Duration.ofSeconds(30);
    private static final Duration BROKEN_OFF_CLEAN_WITHIN = Duration.ofSeconds(5);

    /** How long a step may take once the time is over. */
    private static final Duration STEP = Duration.ofSeconds(1);

    /** So many steps are cut short, then the rest is left. */
    private static final int MOST_CUT = 15;

    private final AppliedFaults applied;
    private final Canaries canaries;
    private final Consumer<TimelineEvent> facts;
    private final Progress progress;
    private final Duration step;

    Healing(AppliedFaults applied, Canaries canaries, Consumer<TimelineEvent> facts, Progress progress) {
        this(applied, canaries, facts, progress, STEP);
    }

    Healing(AppliedFaults applied, Canaries canaries, Consumer<TimelineEvent> facts, Progress progress, Duration step) {
        this.applied = applied;
        this.canaries = canaries;
        this.facts = facts;
        this.progress = progress;
        this.step = step;
    }

    /**
     * Does it at the end of a timeline, however long each fault takes. What can't be taken back is trouble, and the others are all the
     * same.
     */
    void run() throws InterruptedException {
        for (AppliedFaults.Applied entry : applied.all()) {
            try {
                lift(entry);
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                trouble("lifting " + name(entry), e.toString());
            }
        }
        proveClean(CLEAN_WITHIN);
    }

    /**
     * Does it for a drill that is broken off, in bounded time. Once that is over a step that is under way is left, the next is tried, and
     * each fault that was not taken back cleanly is noted as such. In a hurry there is no time from the beginning, and a region that is
     * gone is not brought back: its processes would be ended again at once.
     *
     * @param hurry whether a person waits for the end; asked again and again. An interrupt does not end this, and has it ask again
     */
    void brokenOff(Duration atMost, BooleanSupplier hurry) {
        if (applied.all().isEmpty()) {
            return;
        }
        Thread healer = new Thread(() -> liftAll(hurry), "drill-healing");
        healer.setDaemon(true);
        healer.start();
        long deadline = System.nanoTime() + atMost.toNanos();
        int cut = 0;
        while (healer.isAlive()) {
            long left = hurry.getAsBoolean() ? 0 : deadline - System.nanoTime();
            try {
                healer.join(Math.max(step.toMillis(), left / 1_000_000));
            } catch (InterruptedException e) {
                continue;
            }
            if (left <= step.toNanos() && healer.isAlive()) {
                healer.interrupt();
                if (++cut == MOST_CUT) {
                    trouble("healing", "a fault was still being lifted when its time was over long since");
                    return;
                }
            }
        }
    }

    /** On a thread of its own, whose interrupts end a step and never the whole. */
    private void liftAll(BooleanSupplier hurry) {
        for (AppliedFaults.Applied entry : applied.all()) {
            if (hurry.getAsBoolean() && entry.fault().stops().isPresent()) {
                applied.leave(entry, "a person ended the drill, so the region was not brought back");
                continue;
            }
            try {
                lift(entry);
            } catch (InterruptedException e) {
                trouble("lifting " + name(entry), "its time was over");
            } catch (Exception e) {
                trouble("lifting " + name(entry), e.toString());
            }
        }
        if (!hurry.getAsBoolean()) {
            try {
                proveClean(BROKEN_OFF_CLEAN_WITHIN);
            } catch (InterruptedException e) {
                trouble("healing", "there was no time to look whether every path is clean");
            }
        }
    }

    private void lift(AppliedFaults.Applied entry) throws Exception {
        progress.live("lifting " + name(entry));
        applied.lift(entry);
    }

    private static String name(AppliedFaults.Applied entry) {
        return entry.fault().key() + " " + entry.fault().target();
    }

    /** Whatever canaries watch has to work once nothing lies on it any more. */
    private void proveClean(Duration atMost) throws InterruptedException {
        progress.live("proving every path clean");
        List<Wire> failing = canaries.awaitNoneFailing(atMost);
        if (!failing.isEmpty()) {
            trouble(
                    "healing",
                    "no canary is answered on "
                            + failing.stream().map(Wire::name).sorted().collect(Collectors.joining(", ")));
        }
    }

    private void trouble(String where, String text) {
        facts.accept(new TimelineEvent.Trouble(System.nanoTime(), where, text));
    }
}
