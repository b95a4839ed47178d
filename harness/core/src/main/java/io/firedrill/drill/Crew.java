package io.firedrill.drill;

import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.region.SpokenChild;
import io.firedrill.workload.WorkerCommand;
import io.firedrill.workload.WorkerEvent;
import io.firedrill.workload.WorkerProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** The workers of a drill, one a region: started, told, killed, started again. */
final class Crew {
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);

    private final Program program;
    private final RunFolder folder;
    private final Assignments assignments;
    private final Function<String, Map<String, String>> client;
    private final Consumer<TimelineEvent> facts;
    private final BiConsumer<String, WorkerEvent> events;
    private final Consumer<String> ended;
    private final Map<String, Member> members = new ConcurrentHashMap<>();
    private final Map<String, Integer> incarnations = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    /** What starts a worker. */
    @FunctionalInterface
    interface Program {
        /**
         * Starts the worker of a region; it ends by itself when it is told to.
         *
         * @param name what reports call the process
         * @param file how its files in the log directory are called, without an ending
         */
        SpokenChild start(String region, String name, String file) throws IOException;
    }

    private static final class Member {
        final int incarnation;
        final SpokenChild child;
        volatile boolean expected;
        volatile Optional<WorkerProcess> process = Optional.empty();

        Member(int incarnation, SpokenChild child) {
            this.incarnation = incarnation;
            this.child = child;
        }
    }

    /**
     * @param program of the worker of a region
     * @param client properties of a region's client path
     * @param events hears every event of every worker, by region
     * @param ended hears the region of each worker that says no more
     */
    Crew(
            Program program,
            RunFolder folder,
            Assignments assignments,
            Function<String, Map<String, String>> client,
            Consumer<TimelineEvent> facts,
            BiConsumer<String, WorkerEvent> events,
            Consumer<String> ended) {
        this.program = program;
        this.folder = folder;
        this.assignments = assignments;
        this.client = client;
        this.facts = facts;
        this.events = events;
        this.ended = ended;
    }

    /** Starts the process of a region's next worker; it waits for its assignment. */
    void launch(String region) throws IOException {
        int incarnation = incarnations.merge(region, 1, Integer::sum);
        String name = region + " worker " + incarnation;
        String file = "worker-" + region + "-" + incarnation;
        members.put(region, new Member(incarnation, program.start(region, name, file)));
    }

    /** Gives the launched worker its assignment and returns once it is ready. */
    void assign(String region) throws DrillException, InterruptedException {
        Member member = member(region);
        if (stopping) {
            throw new DrillException("the worker of " + region + " got no assignment: the drill is ending");
        }
        WorkerProcess process = WorkerProcess.start(
                region + "-" + member.incarnation,
                member.child.input(),
                member.child.output(),
                assignments.of(
                        region, member.incarnation, folder.journal(region, member.incarnation), client.apply(region)),
                new WorkerProcess.Listener() {
                    @Override
                    public void event(WorkerEvent event) {
                        events.accept(region, event);
                    }

                    @Override
                    public void ended(boolean inOrder) {
                        facts.accept(new TimelineEvent.WorkerEnded(
                                System.nanoTime(), region, member.incarnation, inOrder || member.expected));
                        ended.accept(region);
                    }
                });
        member.process = Optional.of(process);
        if (!process.awaitReady(READY_WITHIN)) {
            throw new DrillException("the worker of " + region + " was not ready within " + READY_WITHIN.toSeconds()
                    + " s; its log is " + member.child.log());
        }
        facts.accept(new TimelineEvent.WorkerStarted(
                System.nanoTime(),
                region,
                member.incarnation,
                folder.root()
                        .relativize(folder.journal(region, member.incarnation))
                        .toString(),
                member.incarnation > 1));
    }

    /** Sends a command. False: no worker of that region hears it. */
    boolean tell(String region, WorkerCommand order) {
        Member member = members.get(region);
        return member != null
                && member.process.map(process -> process.send(order)).orElse(false);
    }

    /** Whether a worker of the region runs and has its assignment. */
    boolean present(String region) {
        Member member = members.get(region);
        return member != null
                && member.process.map(process -> !process.hasEnded()).orElse(false);
    }

    /** SIGKILL; returns at once with the worker's name, empty when none runs. */
    Optional<String> kill(String region) {
        Member member = members.get(region);
        if (member == null || !member.child.isAlive()) {
            return Optional.empty();
        }
        member.expected = true;
        member.child.kill();
        return Optional.of(member.child.name());
    }

    /**
     * Ends the region's worker in order, and kills it should it not end in time; returns when it is gone. Empty when none runs, otherwise
     * its name.
     *
     * @param patience how long its clients may wait for brokers; it has as much again for the rest
     */
    Optional<String> stop(String region, Duration patience) throws InterruptedException {
        Member member = members.get(region);
        if (member == null || !member.child.isAlive()) {
            return Optional.empty();
        }
        member.expected = true;
        tell(region, new WorkerCommand.Stop(patience));
        try {
            member.child.awaitExit(patience.multipliedBy(2));
        } catch (TimeoutException e) {
            member.child.kill();
        }
        return Optional.of(member.child.name());
    }

    /**
     * Ends every worker in order, so that its journal is closed. One that has no assignment yet has no journal, and hears nothing
     * but its assignment: it is killed.
     *
     * @param patience how long their clients may wait for brokers; a worker has as much again for the rest
     * @return whose worker did not end in time, or can't be told to have ended: sentences
     */
    List<String> stop(Duration patience) throws InterruptedException {
        stopping = true;
        for (Member member : members.values()) {
            if (member.process.isPresent()) {
                member.process.get().send(new WorkerCommand.Stop(patience));
            } else {
                member.expected = true;
                member.child.kill();
            }
        }
        long deadline = System.nanoTime() + 2 * patience.toNanos();
        List<String> stuck = new ArrayList<>();
        for (var entry : members.entrySet()) {
            try {
                entry.getValue().child.awaitExit(left(deadline));
                if (entry.getValue().process.isPresent()) {
                    entry.getValue().process.get().awaitEnd(left(deadline));
                }
            } catch (TimeoutException e) {
                stuck.add("the worker of " + entry.getKey() + " did not end in time");
            } catch (IllegalStateException e) {
                // The others' journals are waited for all the same.
                stuck.add(String.valueOf(e.getMessage()));
            }
        }
        return stuck;
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
    }

    private Member member(String region) {
        Member member = members.get(region);
        if (member == null) {
            throw new IllegalStateException("no worker was launched in " + region);
        }
        return member;
    }
}
