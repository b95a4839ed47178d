package io.firedrill.drill;

import io.firedrill.evidence.TimelineEvent;
import io.firedrill.fault.Canaries;
import io.firedrill.kafka.Credentials;
import io.firedrill.kafka.Listener;
import io.firedrill.network.Wire;
import io.firedrill.region.Vantage;
import io.firedrill.scenario.Endpoint;
import io.firedrill.scenario.FaultAction;
import io.firedrill.scenario.Scenario;
import io.firedrill.workload.WorkerCommand;
import io.firedrill.workload.WorkerEvent;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sets canaries on wires and carries what they see to the board. Links are watched from another region and the services' own
 * wires from their region, always; other wires when a fault asks for it. Thread-safe.
 */
final class Canary {
    /** Between tries on a link. */
    static final Duration EVERY = Duration.ofMillis(20);

    /** Between tries within a region: there are many such wires. */
    static final Duration WITHIN_REGION_EVERY = Duration.ofMillis(100);

    private static final Duration ANSWER_WITHIN = Duration.ofMillis(500);

    /** Connecting, authenticating and asking takes so many round trips, and all of them make up a new connection's first try. */
    private static final int ROUND_TRIPS = 4;

    private final Canaries board;
    private final Consumer<TimelineEvent> facts;
    private final Duration patience;
    private final Duration timeout;

    /** Who watches a wire, by wire; also while that worker is gone. */
    private final Map<Wire, String> watchers = new LinkedHashMap<>();

    /** Wires that are watched now, by the index that a worker's events carry. An index is never given twice. */
    private final Map<Integer, Wire> paths = new HashMap<>();

    private int nextPath;

    /** @param scenario its slowest link, and the faults that slow it down, decide how long an answer may take */
    Canary(Canaries board, Consumer<TimelineEvent> facts, Scenario scenario) {
        this.board = board;
        this.facts = facts;
        Duration link = scenario.links().stream()
                .map(slow -> slow.latency().plus(slow.jitter()))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        Duration faults = scenario.timeline().stream()
                .map(step -> step.action() instanceof FaultAction fault ? fault.slows() : Duration.ZERO)
                .reduce(Duration.ZERO, Duration::plus);
        this.patience = link.plus(faults.multipliedBy(ROUND_TRIPS));
        this.timeout = ANSWER_WITHIN.plus(patience);
    }

    /** How much longer than on a quick link it waits for an answer. */
    Duration patience() {
        return patience;
    }

    /** Has the worker of {@code seenFrom} watch what is watched from there; to be called whenever it has come up. */
    synchronized void start(String seenFrom, Stage stage) {
        for (String region : stage.regions()) {
            for (Wire wire : stage.network().to(region, Listener.LINK)) {
                before(region, stage.regions()).ifPresent(other -> watchers.putIfAbsent(wire, other));
            }
            for (Wire wire : stage.network().to(region, Listener.CLIENT)) {
                if (wire.sources().contains(Endpoint.clients(region))) {
                    watchers.putIfAbsent(wire, region);
                }
            }
        }
        watchers.forEach((wire, watcher) -> {
            if (watcher.equals(seenFrom)) {
                tell(wire, watcher, stage);
            }
        });
    }

    /** Every region's links are watched from the one before it; one watcher is enough. */
    private static Optional<String> before(String region, List<String> regions) {
        int index = regions.indexOf(region) - 1;
        String other = regions.get(index < 0 ? regions.size() - 1 : index);
        return Optional.of(other).filter(found -> !found.equals(region));
    }

    /** Watches these wires as well, from where they begin; one that everybody uses, from the region it leads to. */
    synchronized void watch(Collection<Wire> wires, Stage stage) {
        for (Wire wire : wires) {
            Set<String> from = wire.sources().stream().map(Endpoint::region).collect(Collectors.toSet());
            String watcher = from.size() == 1 ? from.iterator().next() : wire.region();
            if (watchers.putIfAbsent(wire, watcher) == null) {
                tell(wire, watcher, stage);
            }
        }
    }

    private void tell(Wire wire, String watcher, Stage stage) {
        if (paths.containsValue(wire) || !stage.crew().present(watcher)) {
            return;
        }
        int path = nextPath++;
        paths.put(path, wire);
        facts.accept(new TimelineEvent.CanaryStarted(
                System.nanoTime(),
                path,
                wire.name(),
                wire.sources().stream().map(Endpoint::toString).sorted().collect(Collectors.joining(", ")),
                wire.region(),
                wire.broker(),
                wire.listener().map(it -> it.name().toLowerCase(Locale.ROOT)).orElse("dependency"),
                watcher));
        stage.crew()
                .tell(
                        watcher,
                        new WorkerCommand.StartCanary(
                                path,
                                List.of(wire.reached().toString()),
                                security(wire, stage),
                                wire.leadsTo(Listener.LINK) || wire.leadsTo(Listener.MIRROR)
                                        ? EVERY
                                        : WITHIN_REGION_EVERY,
                                timeout));
    }

    private static Map<String, String> security(Wire wire, Stage stage) {
        return wire.listener().filter(Listener::authenticated).isPresent()
                ? Strings.of(stage.region(wire.region()).connection(Vantage.OTHER_REGION, Credentials.OPERATOR))
                : Map.of();
    }

    /** The worker that watched from this region is gone; what it still said is not listened to. */
    synchronized void gone(String seenFrom) {
        paths.values().removeIf(wire -> {
            boolean its = seenFrom.equals(watchers.get(wire));
            if (its) {
                board.unwatched(wire);
            }
            return its;
        });
    }

    /** Takes an edge that a worker saw. */
    synchronized void edge(WorkerEvent.CanaryEdge edge) {
        @Nullable Wire wire = paths.get(edge.path());
        if (wire == null) {
            return; // of a worker that is gone
        }
        if (edge.up()) {
            board.succeeded(wire);
        } else {
            // Strictly, the path worked when the last answered try was sent; its answer may have been on its way
            // already.
            board.failed(wire, edge.successInvoked(), edge.failureFinished());
        }
    }

    /** Takes a window of round trips that a worker measured. */
    synchronized void window(WorkerEvent.CanaryWindow window) {
        @Nullable Wire wire = paths.get(window.path());
        if (wire != null) {
            board.took(
                    wire,
                    new Canaries.RoundTrip(
                            window.from(),
                            window.to(),
                            window.successes(),
                            Duration.ofNanos(window.medianNanos()),
                            Duration.ofNanos(window.maxNanos())));
        }
    }
}
