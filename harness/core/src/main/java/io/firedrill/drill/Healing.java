package io.firedrill.drill;

import io.firedrill.evidence.TimelineEvent;
import io.firedrill.fault.Canaries;
import io.firedrill.network.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Takes back every fault that still holds, the last one first, and looks whether every path is clean then: every canary is answered, and
 * what lifts could not prove while another fault held is proved.
 */
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
    private final Duration cleanWithin;

    Healing(AppliedFaults applied, Canaries canaries, Consumer<TimelineEvent> facts, Progress progress) {
        this(applied, canaries, facts, progress, STEP, CLEAN_WITHIN);
    }

    /** @param cleanWithin how long canaries are waited for at the end of a timeline */
    Healing(
            AppliedFaults applied,
            Canaries canaries,
            Consumer<TimelineEvent> facts,
            Progress progress,
            Duration step,
            Duration cleanWithin) {
        this.applied = applied;
        this.canaries = canaries;
        this.facts = facts;
        this.progress = progress;
        this.step = step;
        this.cleanWithin = cleanWithin;
    }

    /** Takes the faults back at the end of a timeline, however long each takes. What can't be is trouble, and the others are all the same. */
    void takeBack() throws InterruptedException {
        for (AppliedFaults.Applied entry : applied.all()) {
            try {
                lift(entry);
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                trouble("lifting " + name(entry), e.toString());
            }
        }
    }

    /** Starts services that a step left down. What can't be started is trouble. */
    void start(Set<String> regions, ServicesLeftDown.Start services) throws InterruptedException {
        for (String region : regions) {
            progress.live("starting the services of " + region);
            try {
                services.of(region);
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                trouble("starting the services of " + region, e.toString());
            }
        }
    }

    /** Proves every path clean, when nothing is applied any more. What is not is trouble; of what nobody watches a warning says so. */
    void prove() throws InterruptedException {
        everyCanary(cleanWithin);
        for (AppliedFaults.Owed owed : applied.takeOwed()) {
            prove(owed);
        }
    }

    /**
     * Does both for a drill that is broken off, in bounded time. Once that is over a step that is under way is left, the next is tried, and
     * each fault that was not taken back cleanly is noted as such. In a hurry there is no time from the beginning, and a region that is
     * gone is not brought back: its processes would be ended again at once.
     *
     * @param hurry whether a person waits for the end; asked again and again. An interrupt does not end this, and has it ask again
     */
    void brokenOff(Duration atMost, BooleanSupplier hurry) {
        if (applied.all().isEmpty() && !applied.owes()) {
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
                everyCanary(cleanWithin.compareTo(BROKEN_OFF_CLEAN_WITHIN) < 0 ? cleanWithin : BROKEN_OFF_CLEAN_WITHIN);
                for (AppliedFaults.Owed owed : applied.takeOwed()) {
                    prove(owed);
                }
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
    private void everyCanary(Duration atMost) throws InterruptedException {
        progress.live("proving every path clean");
        Map<Wire, Canaries.State> others = canaries.awaitAllWorking(atMost);
        String failing = names(others, Canaries.State.FAILS);
        if (!failing.isEmpty()) {
            trouble("healing", "no canary is answered on " + failing);
        }
        String unwatched = names(others, Canaries.State.UNKNOWN);
        if (!unwatched.isEmpty()) {
            warn("nobody watches any more, so nobody knows whether it is clean: " + unwatched);
        }
    }

    private static String names(Map<Wire, Canaries.State> wires, Canaries.State state) {
        return wires.entrySet().stream()
                .filter(entry -> entry.getValue() == state)
                .map(entry -> entry.getKey().name())
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private void prove(AppliedFaults.Owed owed) throws InterruptedException {
        String name = owed.fault().key() + " " + owed.fault().target();
        progress.live("proving that nothing is left of " + name);
        try {
            List<String> unproved = applied.prove(owed);
            if (!unproved.isEmpty()) {
                warn(name + " was lifted, and nothing proves it of " + String.join(", ", unproved));
            }
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            trouble("proving that nothing is left of " + name, e.toString());
        }
    }

    private void warn(String text) {
        facts.accept(new TimelineEvent.Warning(System.nanoTime(), text));
    }

    private void trouble(String where, String text) {
        facts.accept(new TimelineEvent.Trouble(System.nanoTime(), where, text));
    }
}
