package io.firedrill.drill;

import io.firedrill.evidence.TimelineEvent;
import io.firedrill.fault.Canaries;
import io.firedrill.kafka.Credentials;
import io.firedrill.region.Region;
import io.firedrill.region.Vantage;
import io.firedrill.workload.WorkerCommand;
import io.firedrill.workload.WorkerEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Sets a canary on each broker's link path, watched from another region, and carries what they see to the board. */
final class Canary {
    static final Duration EVERY = Duration.ofMillis(20);
    private static final Duration TIMEOUT = Duration.ofMillis(500);

    private final Canaries board;
    private final Consumer<TimelineEvent> facts;
    private final Map<Integer, Path> paths = new ConcurrentHashMap<>();

    private record Path(String region, int broker, String seenFrom) {}

    Canary(Canaries board, Consumer<TimelineEvent> facts) {
        this.board = board;
        this.facts = facts;
    }

    /** Has the worker of {@code seenFrom} watch every broker of {@code region}. */
    void watch(Region region, String seenFrom, Crew crew) {
        List<String> endpoints = List.of(region.bootstrap(Vantage.OTHER_REGION).split(","));
        Map<String, String> security = Strings.of(region.connection(Vantage.OTHER_REGION, Credentials.OPERATOR));
        for (int i = 0; i < region.brokers().size(); i++) {
            int broker = region.brokers().get(i);
            int path = paths.size();
            paths.put(path, new Path(region.name(), broker, seenFrom));
            facts.accept(new TimelineEvent.CanaryStarted(System.nanoTime(), path, region.name(), broker, seenFrom));
            crew.tell(
                    seenFrom, new WorkerCommand.StartCanary(path, List.of(endpoints.get(i)), security, EVERY, TIMEOUT));
        }
    }

    /** The worker that watched from this region is gone. */
    void gone(String seenFrom) {
        paths.values().stream()
                .filter(path -> path.seenFrom().equals(seenFrom))
                .forEach(path -> board.unwatched(path.region(), path.broker()));
    }

    /** Takes an edge that a worker saw. */
    void edge(WorkerEvent.CanaryEdge edge) {
        Path path = paths.get(edge.path());
        if (path == null) {
            throw new IllegalStateException("an edge of a canary that nobody set: " + edge);
        }
        if (edge.up()) {
            board.succeeded(path.region(), path.broker(), edge.successFinished());
        } else {
            // Strictly, the path worked when the last answered try was sent; its answer may have been on its way
            // already.
            board.failed(path.region(), path.broker(), edge.successInvoked(), edge.failureFinished());
        }
    }
}
