package io.firedrill.fault;

import io.firedrill.kafka.Deviation;
import io.firedrill.region.BrokerEnd;
import io.firedrill.region.DiskFate;
import io.firedrill.region.Region;
import io.firedrill.region.RegionLoss;
import io.firedrill.region.Vantage;
import io.firedrill.scenario.RegionNodes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A region of three brokers, and maybe controllers apart, that are only states; what happens to them its canaries see at once. */
final class FakeRegion implements Region {
    /** How much longer than a broker a controller apart takes to end. */
    static final long CONTROLLERS_TAKE_NANOS = 1_000_000;

    private final FakeSite site;
    private final RegionNodes nodes;
    private final Map<Integer, Integer> holds = new TreeMap<>();
    private final Set<Integer> frozen = new TreeSet<>();
    final List<String> done = new ArrayList<>();

    FakeRegion(FakeSite site, RegionNodes nodes) {
        this.site = site;
        this.nodes = nodes;
        nodes.ids().forEach(id -> holds.put(id, 0));
        nodes.ids().forEach(broker -> site.canaries().succeeded(FakeSite.link(broker)));
    }

    @Override
    public String name() {
        return "us-east";
    }

    @Override
    public String clusterId() {
        return "fake";
    }

    @Override
    public List<Integer> brokers() {
        return nodes.brokerIds();
    }

    @Override
    public List<Integer> controllers() {
        return nodes.controllerIds();
    }

    @Override
    public void admit(String user, Duration atMost) {}

    @Override
    public Optional<String> refusal(String user) {
        return Optional.empty();
    }

    @Override
    public Set<Integer> running() {
        Set<Integer> running = up();
        running.removeAll(frozen);
        return running;
    }

    @Override
    public Set<Integer> paused() {
        return new TreeSet<>(frozen);
    }

    private Set<Integer> up() {
        Set<Integer> up = new TreeSet<>(holds.keySet());
        up.removeIf(broker -> holds.getOrDefault(broker, 0) > 0);
        return up;
    }

    @Override
    public String bootstrap(Vantage vantage) {
        return "nowhere:1";
    }

    @Override
    public Map<String, Object> connection(Vantage vantage, String user) {
        return new HashMap<>();
    }

    @Override
    public List<Deviation> deviations() {
        return List.of();
    }

    @Override
    public Set<Integer> start(Set<Integer> ids) {
        done.add("start " + new TreeSet<>(ids));
        ids.forEach(broker -> holds.merge(broker, -1, (count, one) -> Math.max(0, count + one)));
        Set<Integer> up = up();
        up.retainAll(ids);
        answered(up);
        return up;
    }

    @Override
    public void awaitReady(Duration atMost) {
        done.add("ready");
    }

    @Override
    public RegionLoss kill(Set<Integer> ids, DiskFate fate) {
        done.add("kill " + new TreeSet<>(ids));
        return new RegionLoss(end(ids, false), Map.of());
    }

    @Override
    public List<BrokerEnd> stop(Set<Integer> ids, Duration atMost) {
        done.add("stop " + new TreeSet<>(ids));
        return end(ids, true);
    }

    private List<BrokerEnd> end(Set<Integer> ids, boolean orderly) {
        Set<Integer> hit = up();
        hit.retainAll(ids);
        ids.forEach(broker -> holds.merge(broker, 1, Integer::sum));
        List<BrokerEnd> ends = new ArrayList<>();
        for (int broker : hit) {
            long longer = RegionNodes.apart(broker) ? CONTROLLERS_TAKE_NANOS : 0;
            ends.add(new BrokerEnd(broker, site.now(), site.now() + longer, orderly));
        }
        unanswered(hit);
        frozen.removeAll(hit);
        return ends;
    }

    @Override
    public String pause(Set<Integer> ids) {
        done.add("pause " + new TreeSet<>(ids));
        Set<Integer> hit = running();
        hit.retainAll(ids);
        unanswered(hit);
        frozen.addAll(hit);
        return "frost";
    }

    @Override
    public Set<Integer> resume(Set<Integer> ids) {
        done.add("resume " + new TreeSet<>(ids));
        Set<Integer> hit = new TreeSet<>(frozen);
        hit.retainAll(ids);
        frozen.removeAll(hit);
        answered(hit);
        return hit;
    }

    @Override
    public void disconnect(Set<Integer> ids) {
        done.add("disconnect " + new TreeSet<>(ids));
        unanswered(ids);
    }

    @Override
    public void reconnect(Set<Integer> ids) {
        done.add("reconnect " + new TreeSet<>(ids));
        answered(ids);
    }

    private void answered(Set<Integer> ids) {
        ids.forEach(broker -> site.canaries().succeeded(FakeSite.link(broker)));
    }

    private void unanswered(Set<Integer> ids) {
        ids.stream().filter(broker -> !frozen.contains(broker)).forEach(broker -> site.canaries()
                .failed(FakeSite.link(broker), site.now() - 20, site.now() + 20));
    }
}
