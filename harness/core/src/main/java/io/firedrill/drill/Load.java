package io.firedrill.drill;

import io.firedrill.evidence.TimelineEvent;
import io.firedrill.failover.SteadyWatch;
import io.firedrill.scenario.ReplicationSpec;
import io.firedrill.scenario.Scenario;
import io.firedrill.scenario.ServiceSpec;
import io.firedrill.workload.LatencyWindow;
import io.firedrill.workload.WorkerCommand;
import io.firedrill.workload.WorkerEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Starts the load, watches until it is steady, and sees it work again after a transition. */
final class Load {
    private static final Duration STATS_WITHIN = Duration.ofSeconds(2);
    private static final Duration HEAD_START = Duration.ofMillis(300);
    private static final Duration ASK = Duration.ofSeconds(5);
    private static final int USUAL_LAGS = 5;
    /** How late copies may be and MirrorMaker still keeps up. */
    private static final Duration KEEPS_UP_WITHIN = Duration.ofSeconds(2);

    private final Scenario scenario;
    private final Stage stage;
    private final CopyWatch copies;
    private final Inbox inbox;
    private final Consumer<TimelineEvent> facts;
    private final Progress progress;
    private final double rate;
    private final List<String> active;
    private final SteadyWatch watch;
    private final Deque<WorkerEvent.Stats> window = new ArrayDeque<>();
    private Optional<WorkerEvent.Stats> last = Optional.empty();
    private volatile long origin;

    Load(Scenario scenario, Stage stage, Inbox inbox, Consumer<TimelineEvent> facts, Progress progress) {
        this.scenario = scenario;
        this.stage = stage;
        this.copies = new CopyWatch(stage);
        this.inbox = inbox;
        this.facts = facts;
        this.progress = progress;
        this.rate = Baseline.rate(scenario);
        this.active = scenario.services().values().stream()
                .map(service -> service.deployedIn().get(0))
                .distinct()
                .toList();
        this.watch = new SteadyWatch(scenario.settings().stability());
    }

    /** Starts every schedule at one moment, the same in all regions. */
    void start() {
        origin = System.nanoTime() + HEAD_START.toNanos();
        facts.accept(new TimelineEvent.LoadStarted(origin));
        scenario.regions().keySet().forEach(this::join);
    }

    /** Puts a worker that came later on the same schedule. */
    void join(String region) {
        stage.crew().tell(region, new WorkerCommand.StartLoad(origin));
    }

    /**
     * Waits until every group of the active services has committed: only such a group does MirrorMaker sync. The load is watched from
     * here on.
     */
    void awaitCommits() throws DrillException, InterruptedException {
        long deadline = deadline();
        for (ServiceSpec service : scenario.services().values()) {
            if (service.consumes().filter(it -> !scenario.waits(it)).isEmpty()) {
                continue;
            }
            String group = service.consumes().get().group();
            String region = service.deployedIn().get(0);
            while (committed(region, group, List.of()).isEmpty()) {
                requireTime(deadline, "group " + group + " has not committed in " + region);
                look();
            }
        }
    }

    /**
     * Waits until the load was steady for the whole window, copies keep up and synced offsets have arrived.
     *
     * @return the moment the timeline's time begins
     * @throws DrillException it never became so, with what was missing
     */
    long awaitBaseline() throws DrillException, InterruptedException {
        long deadline = deadline();
        while (true) {
            boolean steady = look();
            progress.live("waiting for a steady baseline");
            String missing = steady ? behind() : "the load is not steady yet: " + Baseline.told(now(), rate);
            if (missing.isEmpty()) {
                noteUsualLags();
                return steady();
            }
            requireTime(deadline, missing);
        }
    }

    /** Takes the next statistics; whether the load was steady for the window that ends with them. */
    private boolean look() throws InterruptedException {
        last = nextStats(active.get(0), last);
        List<WorkerEvent.Stats> all = now();
        boolean steady = all.size() == active.size() && watch.steady(Baseline.sample(all, rate));
        all.forEach(window::addLast);
        last.ifPresent(stats -> trim(stats.at()));
        return steady;
    }

    private List<WorkerEvent.Stats> now() {
        return active.stream().flatMap(region -> inbox.stats(region).stream()).toList();
    }

    /** Of flows whose way back is started later: protected again is who lags no more than is usual. */
    private void noteUsualLags() throws InterruptedException {
        for (ReplicationSpec flow : scenario.replication()) {
            boolean wayBack = scenario.replication().stream()
                    .anyMatch(back -> back.started() == ReplicationSpec.Started.BY_STEP
                            && back.from().equals(flow.to())
                            && back.to().equals(flow.from()));
            for (int i = 0; wayBack && runs(flow) && i < USUAL_LAGS; i++) {
                copies.lag(flow, KEEPS_UP_WITHIN).ifPresent(facts);
            }
        }
    }

    private static boolean runs(ReplicationSpec flow) {
        return flow.started() == ReplicationSpec.Started.AT_START;
    }

    private void trim(long now) {
        while (!window.isEmpty()
                && window.getFirst().at()
                        < now - scenario.settings().stability().toNanos()) {
            window.removeFirst();
        }
    }

    private long steady() {
        long now = System.nanoTime();
        long lag = window.stream()
                .mapToLong(stats -> Baseline.lag(stats.groups()))
                .filter(value -> value != Long.MAX_VALUE)
                .max()
                .orElse(0);
        facts.accept(new TimelineEvent.BaselineSteady(
                now,
                now - scenario.settings().stability().toNanos(),
                LatencyWindow.merge(window).getValueAtPercentile(99),
                lag));
        return now;
    }

    /** What of replication is not as it would be in regions that have run for long; empty: nothing. */
    private String behind() throws InterruptedException {
        for (ReplicationSpec flow : scenario.replication()) {
            if (!runs(flow)) {
                continue;
            }
            String missing = copies.behind(flow, KEEPS_UP_WITHIN);
            if (!missing.isEmpty()) {
                return missing;
            }
            if (flow.syncGroupOffsets().isPresent()) {
                for (String group : synced(flow)) {
                    if (committed(flow.to(), group, Topics.mirrored(flow)).isEmpty()) {
                        return "the offsets of group " + group + " have not been synced to " + flow.to();
                    }
                }
            }
        }
        return "";
    }

    /** Groups that MirrorMaker can sync: active at the source, and with no member at the target. */
    private List<String> synced(ReplicationSpec flow) {
        List<String> groups = new ArrayList<>();
        for (ServiceSpec service : scenario.services().values()) {
            if (service.consumes().filter(it -> !scenario.waits(it)).isPresent()
                    && service.deployedIn().get(0).equals(flow.from())
                    && service.standby() != ServiceSpec.Standby.PAUSED
                    && service.consumes().get().topics().stream()
                            .anyMatch(topic -> flow.topics().contains(topic))) {
                groups.add(service.consumes().get().group());
            }
        }
        return groups;
    }

    /** Partitions with a committed offset; of these topics only, if any are named. */
    private List<String> committed(String region, String group, List<String> topics) throws InterruptedException {
        try {
            return stage
                    .observer(region)
                    .listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(ASK.toMillis(), TimeUnit.MILLISECONDS)
                    .entrySet()
                    .stream()
                    .filter(entry -> entry.getValue() != null)
                    .map(entry -> entry.getKey().topic())
                    .filter(topic -> topics.isEmpty() || topics.contains(topic))
                    .toList();
        } catch (ExecutionException | TimeoutException e) {
            return List.of();
        }
    }

    /**
     * Waits until a region's services work for the whole recovery window.
     *
     * @return whether they did within the time the scenario gives them
     */
    boolean awaitRecovery(String region) throws InterruptedException {
        long deadline = System.nanoTime() + scenario.settings().recoveryAtMost().toNanos();
        SteadyWatch watch = new SteadyWatch(scenario.settings().recoveryWindow());
        Optional<WorkerEvent.Stats> last = Optional.empty();
        while (System.nanoTime() < deadline) {
            last = nextStats(region, last);
            if (last.isPresent() && watch.steady(Baseline.sample(List.of(last.get()), rate))) {
                return true;
            }
        }
        return false;
    }

    private Optional<WorkerEvent.Stats> nextStats(String region, Optional<WorkerEvent.Stats> last)
            throws InterruptedException {
        return inbox.nextStats(region, last.orElse(null), STATS_WITHIN);
    }

    private long deadline() {
        return System.nanoTime() + scenario.settings().baselineAtMost().toNanos();
    }

    private void requireTime(long deadline, String missing) throws DrillException {
        if (System.nanoTime() > deadline) {
            throw new DrillException("no steady baseline within "
                    + scenario.settings().baselineAtMost().toSeconds() + " s: " + missing
                    + ". The logs of the run say what each process did; a slow machine takes longer: --set baseline.at-most="
                    + 2 * scenario.settings().baselineAtMost().toSeconds() + "s");
        }
    }
}
