package io.firedrill.failover;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.scenario.Fixtures;
import io.firedrill.scenario.RunbookStep.ActivateConsumers.Offsets;
import io.firedrill.scenario.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;

/** A drill in which nothing runs: it writes down what a runbook does, and its time passes only while the runbook waits. */
class FakeFailoverSite implements FailoverSite {
    final List<String> happened = new ArrayList<>();
    Scenario scenario = Fixtures.read(Fixtures.regionLoss());
    private long now;

    @Override
    public Scenario scenario() {
        return scenario;
    }

    @Override
    public Catalogue catalogue() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Admin admin(String region) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Consumer<byte[], byte[]> reader(String region) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Admin localAdmin(String region) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Consumer<byte[], byte[]> localReader(String region) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<String> stopMirror(String from, String to) {
        happened.add("mirror stopped");
        return Optional.empty();
    }

    @Override
    public String startMirror(String from, String to, String failover) {
        happened.add("mirror " + from + " to " + to + " started by " + failover);
        return "started";
    }

    @Override
    public void activateConsumers(String region, Set<String> services, Offsets offsets, Duration atMost) {
        happened.add("consumers of " + new TreeSet<>(services) + " from " + offsets + " in " + region);
    }

    @Override
    public long activateProducers(String region, Set<String> services) {
        happened.add("producers of " + new TreeSet<>(services) + " in " + region);
        return now;
    }

    @Override
    public boolean servicesRun(String region) {
        return true;
    }

    @Override
    public void declareOwner(String region) {
        happened.add(region + " owns");
    }

    @Override
    public void record(TimelineEvent event) {
        happened.add(event.getClass().getSimpleName());
    }

    @Override
    public void pause(Duration time) {
        happened.add("waited " + (time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms"));
        now += time.toNanos();
    }

    @Override
    public long now() {
        return now;
    }
}
