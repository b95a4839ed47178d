package io.firedrill.fault;

import io.firedrill.kafka.Deviation;
import io.firedrill.region.BrokerEnd;
import io.firedrill.region.DiskFate;
import io.firedrill.region.Region;
import io.firedrill.region.RegionFailedException;
import io.firedrill.region.RegionLoss;
import io.firedrill.region.Vantage;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** A region of three brokers to which nothing happens, and which counts what was asked of it and not taken back. */
final class StillRegion implements Region {
    private final String name;
    private final Supplier<StillSite.State> state;
    /** What is not taken back, by what it is: how often. */
    final Map<String, Integer> open = new TreeMap<>();

    StillRegion(String name, Supplier<StillSite.State> state) {
        this.name = name;
        this.state = state;
    }

    /** Processes can be started and thawed also when they do not answer. */
    private void obeys() throws IOException {
        if (state.get() != StillSite.State.SILENT) {
            StillSite.works(state.get());
        }
    }

    private void count(String what, Set<Integer> ids, int one) {
        ids.forEach(broker -> open.merge(what + " of " + name + " broker " + broker, one, Integer::sum));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String clusterId() {
        return "still";
    }

    @Override
    public List<Integer> brokers() {
        return List.of(1, 2, 3);
    }

    @Override
    public Set<Integer> running() {
        return state.get() == StillSite.State.DEAD ? Set.of() : Set.copyOf(brokers());
    }

    @Override
    public Set<Integer> paused() {
        return Set.of();
    }

    @Override
    public String bootstrap(Vantage vantage) {
        return "nowhere:1";
    }

    @Override
    public Map<String, Object> connection(Vantage vantage, String user) {
        return Map.of();
    }

    @Override
    public List<Deviation> deviations() {
        return List.of();
    }

    @Override
    public void admit(String user, Duration atMost) throws IOException {
        StillSite.works(state.get());
        open.remove("password of " + name);
    }

    @Override
    public Optional<String> refusal(String user) throws IOException {
        StillSite.works(state.get());
        return Optional.empty();
    }

    @Override
    public Set<Integer> start(Set<Integer> ids) throws IOException {
        obeys();
        count("end", ids, -1);
        return Set.copyOf(ids);
    }

    @Override
    public void awaitReady(Duration atMost) throws RegionFailedException {
        if (state.get() != StillSite.State.STILL) {
            throw new RegionFailedException(name + " does not become ready");
        }
    }

    @Override
    public RegionLoss kill(Set<Integer> ids, DiskFate fate) {
        count("end", ids, 1);
        return new RegionLoss(List.of(), Map.of());
    }

    @Override
    public List<BrokerEnd> stop(Set<Integer> ids, Duration atMost) {
        count("end", ids, 1);
        return List.of();
    }

    @Override
    public String pause(Set<Integer> ids) {
        count("pause", ids, 1);
        return "frost";
    }

    @Override
    public Set<Integer> resume(Set<Integer> ids) throws IOException {
        if (state.get() == StillSite.State.DEAD) {
            return Set.of();
        }
        obeys();
        count("pause", ids, -1);
        return new HashSet<>(ids);
    }

    @Override
    public void disconnect(Set<Integer> ids) {
        count("disconnection", ids, 1);
    }

    @Override
    public void reconnect(Set<Integer> ids) throws IOException {
        obeys();
        count("disconnection", ids, -1);
    }
}
