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
    private static final Duration OVERRUN = Duration.ofMillis(100);
    private static final Duration WAIT_ENDS_WITHIN = Duration.ofSeconds(1);

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
    private final AppliedFaults applied;
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
        this.applied = new AppliedFaults(facts, this::lifted);
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
            restore(restore);
            return;
        }
        if (step.action() instanceof Action.StartReplication start) {
            operations.startMirror(start.from(), start.to(), "");
            return;
        }
        if (step.action() instanceof Action.Lift lift) {
            applied.lift(applied(
                    fault -> fault.name().filter(lift.step()::equals).isPresent(),
                    lift.step() + " is not applied, so it can't be lifted"));
            return;
        }
        if (!(step.action() instanceof Fault fault)) {
            throw new DrillException(
                    step.position() + ": nothing performs " + step.action().key());
        }
        AppliedFaults.Applied entry = new AppliedFaults.Applied(fault, step.name(), new Lifting());
        Optional<String> contradiction = applied.add(entry);
        if (contradiction.isPresent()) {
            throw new DrillException(step.position() + ": " + contradiction.get());
        }
        FaultReceipt receipt = fault.apply(operations, entry.lifting());
        if (!fault.lasts()) {
            applied.forget(entry);
        }
        facts.accept(new TimelineEvent.FaultApplied(
                System.nanoTime(), receipt, step.failover(scenario).orElse("")));
        fault.stops().ifPresent(region -> happened(region, TimelineEvents.KILLED));
        step.name().ifPresent(name -> happened(name, TimelineEvents.APPLIED));
        if (step.lasting().isPresent()) {
            // From when it held, not from when that was seen: a blip of 3 s is one of 3 s.
            Duration since = Duration.ofNanos(System.nanoTime() - receipt.appliedTo());
            overrun(fault, step.lasting().get(), since)
                    .ifPresent(text -> facts.accept(new TimelineEvent.Warning(System.nanoTime(), text)));
            operations.pause(step.lasting().get().minus(since));
            applied.lift(entry);
        }
    }

    /** What is to be said of a fault whose time was over before its effect was looked for to the end; empty: nothing. */
    static Optional<String> overrun(FaultAction fault, Duration wanted, Duration since) {
        return since.minus(wanted).compareTo(OVERRUN) <= 0
                ? Optional.empty()
                : Optional.of(fault.key() + " " + fault.target() + " holds for " + since.toMillis() + " ms and not for "
                        + wanted.toMillis() + " ms as the scenario says: so long its effect was looked for");
    }

    private void restore(Action.RestoreRegion restore) throws Exception {
        String region = restore.region();
        AppliedFaults.Applied lost = applied(
                entry -> entry.fault().stops().filter(region::equals).isPresent(),
                region + " was not lost, so it can't be restored");
        if (!restore.services() && !lost.fault().sparesServices()) {
            lost.lifting().add(() -> operations.leftDown().leave(region));
        }
        applied.lift(lost);
    }

    private AppliedFaults.Applied applied(Predicate<AppliedFaults.Applied> wanted, String otherwise)
            throws DrillException {
        return applied.all().stream().filter(wanted).findFirst().orElseThrow(() -> new DrillException(otherwise));
    }

    private void lifted(AppliedFaults.Applied entry) {
        entry.name().ifPresent(name -> happened(name, TimelineEvents.LIFTED));
        entry.fault().stops().ifPresent(region -> happened(region, TimelineEvents.RESTORED));
    }

    /** The faults that hold now. */
    AppliedFaults applied() {
        return applied;
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

    /**
     * Ends every step and failover that is under way, so that nothing more is applied; whatever one of them waits for, it does so for a
     * second at most. Says whether all have ended. Of an interrupt the thread is told again at the end.
     */
    boolean halt() {
        boolean interrupted = false;
        boolean ended = false;
        long deadline = System.nanoTime() + STEPS_END_WITHIN.toNanos();
        while (!ended && System.nanoTime() < deadline) {
            // Again and again: each interrupt ends one wait, and what takes a fault back goes on to its next step.
            threads.shutdownNow();
            try {
                ended = threads.awaitTermination(WAIT_ENDS_WITHIN.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return ended;
    }

    /** Ends everything that is under way, and waits for it: no step may act on a stage that is closed. */
    void close() {
        operations.over();
        if (!halt()) {
            trouble("end", "a step was still under way " + STEPS_END_WITHIN.toSeconds() + " s after it was ended");
        }
    }
}
