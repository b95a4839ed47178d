package io.firedrill.drill;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.failover.Detector;
import io.firedrill.failover.Failover;
import io.firedrill.fault.Fault;
import io.firedrill.fault.Lifting;
import io.firedrill.kafka.Credentials;
import io.firedrill.region.Vantage;
import io.firedrill.scenario.Action;
import io.firedrill.scenario.FailoverSpec;
import io.firedrill.scenario.FaultAction;
import io.firedrill.scenario.Scenario;
import io.firedrill.scenario.TimelineEvents;
import io.firedrill.scenario.TimelineStep;
import io.firedrill.workload.WorkerCommand;
import io.firedrill.workload.WorkerEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Walks the timeline from the steady baseline to its end: starts each step when it is due, and a failover when its detector
 * declares a region down. Steps and failovers run on threads of their own; this one only decides what is next.
 */
final class Conductor {
    private static final Duration STEPS_END_WITHIN = Duration.ofSeconds(5);

    private final Scenario scenario;
    private final Stage stage;
    private final Operations operations;
    private final Load load;
    private final Facts facts;
    private final Progress progress;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "drill-step");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Detector> detectors = new HashMap<>();
    private final Deque<Applied> applied = new ArrayDeque<>();
    private @Nullable Agenda agenda;
    private int running;
    private long lastNews;
    private boolean vain;
    private @Nullable Exception failure;

    Conductor(Scenario scenario, Stage stage, Operations operations, Load load, Facts facts, Progress progress) {
        this.scenario = scenario;
        this.stage = stage;
        this.operations = operations;
        this.load = load;
        this.facts = facts;
        this.progress = progress;
    }

    /** Starts the probes of every failover's detector; what they see counts only once the timeline runs. */
    void startProbes() {
        scenario.failovers().forEach((name, failover) -> {
            if (failover.detect() instanceof FailoverSpec.Detect.Probe probe) {
                stage.crew()
                        .tell(
                                probe.seenFrom(),
                                new WorkerCommand.StartProbe(
                                        name,
                                        Topics.PROBE,
                                        Strings.of(stage.region(failover.from())
                                                .connection(Vantage.OTHER_REGION, Credentials.OPERATOR)),
                                        probe.every(),
                                        probe.timeout()));
            }
        });
    }

    /**
     * Walks the timeline and returns at its end.
     *
     * @param zero the moment the baseline was steady
     * @throws DrillException a step failed; faults that were applied are still {@link #applied}
     */
    void walk(long zero) throws DrillException, InterruptedException {
        lock.lock();
        try {
            scenario.failovers().forEach((name, failover) -> {
                if (failover.detect() instanceof FailoverSpec.Detect.Probe probe) {
                    detectors.put(name, new Detector(probe.failures()));
                }
            });
            Agenda steps = new Agenda(scenario.timeline(), zero);
            agenda = steps;
            lastNews = zero;
            while (true) {
                for (TimelineStep step : steps.due(System.nanoTime())) {
                    if (step.action() instanceof Action.End) {
                        settle();
                        return;
                    }
                    begin(() -> perform(step));
                }
                if (failure != null) {
                    throw new DrillException("a step of the timeline failed: " + failure.getMessage(), failure);
                }
                if (givesUp(steps)) {
                    return;
                }
                long until = steps.next().orElse(Long.MAX_VALUE);
                changed.awaitNanos(Math.min(until - System.nanoTime(), 200_000_000L));
                progress.live(String.format(Locale.ROOT, "timeline at %.0f s", (System.nanoTime() - zero) / 1e9));
            }
        } finally {
            lock.unlock();
        }
    }

    /** The end waits for what is under way: a region that is coming back, a transition that is not over. */
    private void settle() throws InterruptedException {
        long deadline = System.nanoTime() + scenario.settings().recoveryAtMost().toNanos();
        while (running > 0 && System.nanoTime() < deadline) {
            changed.awaitNanos(deadline - System.nanoTime());
        }
        if (running > 0) {
            trouble("end", "a step of the timeline or a failover was still under way");
        }
        if (failure != null) {
            trouble("end", "a step of the timeline failed: " + failure.getMessage());
        }
    }

    private void trouble(String where, String text) {
        facts.accept(new TimelineEvent.Trouble(System.nanoTime(), where, text));
    }

    /** Nothing is under way, and what the rest of the timeline waits for does not come. */
    private boolean givesUp(Agenda steps) {
        if (running > 0 || steps.next().isPresent()) {
            return false;
        }
        boolean patienceOver = System.nanoTime() - lastNews
                > scenario.settings().recoveryAtMost().toNanos();
        if (!vain && !patienceOver) {
            return false;
        }
        List<TimelineStep> waiting = steps.waiting();
        if (!waiting.isEmpty() && !vain) {
            trouble(
                    waiting.get(0).position().toString(),
                    "the event that this step waits for did not come; the timeline was ended here");
        }
        return true;
    }

    /** Takes a probe's result. */
    void probed(WorkerEvent.ProbeResult result) {
        lock.lock();
        try {
            Detector detector = detectors.get(result.probe());
            FailoverSpec failover = scenario.failovers().get(result.probe());
            if (detector != null && failover != null && detector.down(result.success())) {
                detectors.remove(result.probe());
                String by = detector.streak() + " probes in a row failed, the last: " + result.error();
                begin(() -> failOver(result.probe(), failover, by));
                // Beside the runbook, which must not wait for it.
                begin(() -> operations.noteMetadata(failover.to()));
            }
        } finally {
            lock.unlock();
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    /** Called with the lock held. */
    private void begin(Work work) {
        running++;
        threads.execute(() -> {
            Exception thrown = null;
            try {
                work.run();
            } catch (Exception e) {
                thrown = e;
            }
            lock.lock();
            try {
                running--;
                lastNews = System.nanoTime();
                if (thrown != null && failure == null) {
                    failure = thrown;
                }
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        });
    }

    private void perform(TimelineStep step) throws Exception {
        if (step.action() instanceof Action.RestoreRegion restore) {
            restore(restore.region());
            return;
        }
        if (step.action() instanceof Action.StartReplication start) {
            operations.startMirror(start.from(), start.to(), "");
            return;
        }
        if (step.action() instanceof Action.Lift lift) {
            lift(applied(
                    fault -> fault.name().filter(lift.step()::equals).isPresent(),
                    lift.step() + " is not applied, so it can't be lifted"));
            return;
        }
        if (!(step.action() instanceof Fault fault)) {
            throw new DrillException(
                    step.position() + ": nothing performs " + step.action().key());
        }
        Applied entry = new Applied(fault, step.name(), new Lifting());
        lock.lock();
        try {
            Optional<String> contradiction =
                    contradiction(fault, applied.stream().map(Applied::fault).toList());
            if (contradiction.isPresent()) {
                throw new DrillException(step.position() + ": " + contradiction.get());
            }
            // Before it is applied: what breaks halfway has to be taken back as well.
            applied.addFirst(entry);
        } finally {
            lock.unlock();
        }
        FaultReceipt receipt = fault.apply(operations, entry.lifting());
        if (!fault.lasts()) {
            forget(entry);
        }
        facts.accept(new TimelineEvent.FaultApplied(
                System.nanoTime(), receipt, step.failover(scenario).orElse("")));
        fault.stops().ifPresent(region -> happened(region, TimelineEvents.KILLED));
        step.name().ifPresent(name -> happened(name, TimelineEvents.APPLIED));
        if (step.lasting().isPresent()) {
            // From when it held, not from when that was seen: a blip of 3 s is one of 3 s.
            Duration since = Duration.ofNanos(System.nanoTime() - receipt.appliedTo());
            operations.pause(step.lasting().get().minus(since));
            lift(entry);
        }
    }

    /** Why a fault can't be applied beside those that are: a sentence. */
    static Optional<String> contradiction(FaultAction fault, List<? extends FaultAction> applied) {
        return fault.sets().flatMap(what -> applied.stream()
                .filter(other -> other.sets().filter(what::equals).isPresent())
                .findFirst()
                .map(other -> fault.key() + " sets " + what + ", which another " + other.key()
                        + " has set and nothing has lifted; nothing was touched"));
    }

    private void restore(String region) throws Exception {
        lift(applied(
                entry -> entry.fault().stops().filter(region::equals).isPresent(),
                region + " was not lost, so it can't be restored"));
    }

    private Applied applied(Predicate<Applied> wanted, String otherwise) throws DrillException {
        return applied().stream().filter(wanted).findFirst().orElseThrow(() -> new DrillException(otherwise));
    }

    /** Lifts a fault that is applied; one that is not any more is left alone. */
    void lift(Applied entry) throws Exception {
        if (!forget(entry)) {
            return;
        }
        Fault fault = entry.fault();
        List<String> notes;
        try {
            notes = entry.lifting().lift();
        } catch (Exception e) {
            facts.accept(
                    new TimelineEvent.FaultLifted(System.nanoTime(), fault.key(), fault.target(), false, unlifted(e)));
            throw e;
        }
        facts.accept(new TimelineEvent.FaultLifted(
                System.nanoTime(), fault.key(), fault.target(), true, String.join("; ", notes)));
        entry.name().ifPresent(name -> happened(name, TimelineEvents.LIFTED));
        fault.stops().ifPresent(region -> {
            facts.accept(new TimelineEvent.RegionRestored(System.nanoTime(), region, fault.renewsLogs()));
            happened(region, TimelineEvents.RESTORED);
        });
    }

    private static String unlifted(Exception why) {
        if (why instanceof InterruptedException) {
            return "the drill was ended before that was done";
        }
        return why.getMessage() == null ? why.toString() : why.getMessage();
    }

    /** Whether it was applied until now. */
    private boolean forget(Applied entry) {
        lock.lock();
        try {
            return applied.remove(entry);
        } finally {
            lock.unlock();
        }
    }

    /** A fault that is applied, or was on its way to be. Two of the same kind are two. */
    record Applied(Fault fault, Optional<String> name, Lifting lifting) {}

    /** Faults that are applied now, the last one first. */
    List<Applied> applied() {
        lock.lock();
        try {
            return List.copyOf(applied);
        } finally {
            lock.unlock();
        }
    }

    private void failOver(String name, FailoverSpec failover, String by) throws Exception {
        happened(name, TimelineEvents.DETECTED);
        boolean walked = new Failover(name, failover, operations).run(by, () -> happened(name, TimelineEvents.DECIDED));
        if (walked && load.awaitRecovery(failover.to())) {
            facts.accept(new TimelineEvent.Recovered(System.nanoTime(), name));
            happened(name, TimelineEvents.RECOVERED);
            return;
        }
        facts.accept(new TimelineEvent.Warning(
                System.nanoTime(),
                walked
                        ? name + ": the services did not recover within "
                                + scenario.settings().recoveryAtMost().toSeconds() + " s"
                        : name + ": the runbook was not walked to its end"));
        lock.lock();
        try {
            vain = true;
        } finally {
            lock.unlock();
        }
    }

    private void happened(String subject, String event) {
        lock.lock();
        try {
            if (agenda != null) {
                agenda.happened(subject, event, System.nanoTime());
            }
            lastNews = System.nanoTime();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends everything that is under way, and waits for it: no step may act on a stage that is closed. */
    void close() {
        operations.over();
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(STEPS_END_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                trouble("end", "a step was still under way " + STEPS_END_WITHIN.toSeconds() + " s after it was ended");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
