package io.firedrill.drill;

import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.scenario.ReplicationSpec;
import io.firedrill.scenario.Scenario;
import io.firedrill.workload.WorkerCommand;
import io.firedrill.workload.WorkerEvent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What comes after the timeline: heal, quiesce, drain, scan the logs, end the workers. */
final class Closing {
    private static final Duration SCAN_WITHIN = Duration.ofMinutes(5);
    /** A scan that ran out of time still has to say so. */
    private static final Duration SCAN_ANSWERS_WITHIN = SCAN_WITHIN.plusSeconds(15);

    private static final Duration WORKERS_STOP_WITHIN = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Scenario scenario;
    private final RunFolder folder;
    private final Stage stage;
    private final CopyWatch copies;
    private final Operations operations;
    private final Conductor conductor;
    private final Inbox inbox;
    private final Facts facts;
    private final Progress progress;

    Closing(
            Scenario scenario,
            RunFolder folder,
            Stage stage,
            Operations operations,
            Conductor conductor,
            Inbox inbox,
            Facts facts,
            Progress progress) {
        this.scenario = scenario;
        this.folder = folder;
        this.stage = stage;
        this.copies = new CopyWatch(stage);
        this.operations = operations;
        this.conductor = conductor;
        this.inbox = inbox;
        this.facts = facts;
        this.progress = progress;
    }

    /** Does all of it; what can't be done is trouble in the timeline, and the rest is done all the same. */
    void run() throws InterruptedException {
        progress.live("stopping the load");
        scenario.regions().keySet().forEach(region -> stage.crew().tell(region, new WorkerCommand.StopLoad()));
        facts.accept(new TimelineEvent.LoadStopped(System.nanoTime()));
        Healing healing = new Healing(conductor.applied(), operations.canaries(), facts, progress);
        healing.takeBack();
        healing.start(operations.leftDown().take(), operations::startServices);
        healing.prove();
        progress.live("draining");
        long deadline = System.nanoTime() + scenario.settings().drain().toNanos();
        quiesce(deadline);
        drain(deadline);
        progress.live("scanning the logs of all regions");
        scan();
        stop();
    }

    /** Lets every MirrorMaker that runs copy what is there. */
    private void quiesce(long deadline) throws InterruptedException {
        for (ReplicationSpec flow : scenario.replication()) {
            if (operations
                    .mirror(flow.from(), flow.to())
                    .filter(mirror -> mirror.isAlive())
                    .isEmpty()) {
                settled(flow, false, "its MirrorMaker did not run");
                continue;
            }
            String left = "nothing was seen";
            while (!left.isEmpty()) {
                if (System.nanoTime() > deadline) {
                    trouble("quiescing " + flow.name(), left);
                    settled(flow, false, left);
                    return;
                }
                left = copies.behind(flow, Duration.ZERO);
                if (!left.isEmpty()) {
                    operations.pause(LOOK);
                }
            }
            settled(flow, true, "MirrorMaker had copied all that was there");
        }
    }

    private void settled(ReplicationSpec flow, boolean settled, String note) {
        facts.accept(new TimelineEvent.ReplicationSettled(System.nanoTime(), flow.from(), flow.to(), settled, note));
    }

    private void drain(long deadline) throws InterruptedException {
        Map<String, Long> lag = lag();
        while (!drained(lag) && System.nanoTime() < deadline) {
            operations.pause(LOOK);
            lag = lag();
        }
        boolean complete = drained(lag);
        facts.accept(new TimelineEvent.DrainFinished(System.nanoTime(), complete, complete ? Map.of() : lag));
    }

    private static boolean drained(Map<String, Long> lag) {
        return lag.values().stream().allMatch(left -> left == 0);
    }

    /** What groups have left to read and producers have under way, in records; -1: can't be told. */
    private Map<String, Long> lag() throws InterruptedException {
        Map<String, Long> lag = new TreeMap<>();
        for (String region : scenario.regions().keySet()) {
            if (!stage.crew().present(region)) {
                continue;
            }
            int mark = inbox.mark();
            stage.crew().tell(region, new WorkerCommand.DrainStatus());
            Optional<WorkerEvent.Drained> drained =
                    inbox.await(region, mark, WorkerEvent.Drained.class, any -> true, Duration.ofSeconds(15));
            if (drained.isEmpty()) {
                lag.put(region, -1L);
            } else {
                drained.get().lag().forEach((group, left) -> lag.put(region + "/" + group, left));
            }
            inbox.stats(region).ifPresent(stats -> lag.put(region + "/sends under way", underWay(stats)));
        }
        return lag;
    }

    private static long underWay(WorkerEvent.Stats stats) {
        return stats.producers().stream()
                .mapToLong(producer -> producer.sent() - producer.acked() - producer.failed() - producer.unknown())
                .sum();
    }

    /** All regions in parallel, each by its own worker. */
    private void scan() throws InterruptedException {
        Map<String, Integer> marks = new LinkedHashMap<>();
        for (String region : scenario.regions().keySet()) {
            marks.put(region, inbox.mark());
            boolean told = stage.crew()
                    .tell(
                            region,
                            new WorkerCommand.Scan(
                                    region,
                                    stage.topics().in(region),
                                    Strings.of(stage.region(region)
                                            .connection(
                                                    io.firedrill.region.Vantage.OBSERVER,
                                                    io.firedrill.kafka.Credentials.OPERATOR)),
                                    folder.scan(region).toAbsolutePath().toString(),
                                    SCAN_WITHIN));
            if (!told) {
                marks.remove(region);
                facts.accept(new TimelineEvent.ScanFinished(
                        System.nanoTime(), region, false, "no worker runs in " + region + " to scan its logs"));
            }
        }
        for (var entry : marks.entrySet()) {
            Optional<WorkerEvent.Scanned> scanned = inbox.await(
                    entry.getKey(), entry.getValue(), WorkerEvent.Scanned.class, any -> true, SCAN_ANSWERS_WITHIN);
            facts.accept(new TimelineEvent.ScanFinished(
                    System.nanoTime(),
                    entry.getKey(),
                    scanned.map(WorkerEvent.Scanned::complete).orElse(false),
                    scanned.map(WorkerEvent.Scanned::note)
                            .orElse("the worker that scanned it ended or did not answer in time")));
        }
    }

    private void stop() throws InterruptedException {
        stage.crew().stop(WORKERS_STOP_WITHIN).forEach(sentence -> trouble("ending the workers", sentence));
    }

    private void trouble(String where, String text) {
        facts.accept(new TimelineEvent.Trouble(System.nanoTime(), where, text));
    }
}
