package io.firedrill.fault;

import io.firedrill.kafka.Cluster;
import io.firedrill.kafka.LogBounds;
import io.firedrill.kafka.TopicState;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A cluster of one topic that does at once what it is told. */
class FakeCluster implements Cluster {
    static final String TOPIC = "orders";

    final SortedMap<Integer, LogBounds> logs = new TreeMap<>();
    final Map<String, String> config = new HashMap<>();
    final Map<String, Double> quotas = new HashMap<>();
    String password = "right";
    int generation = 1;
    boolean there = true;
    boolean deletes = true;
    boolean expires = true;
    boolean grows = true;
    int leader = 1;

    FakeCluster(LogBounds... logs) {
        for (int partition = 0; partition < logs.length; partition++) {
            this.logs.put(partition, logs[partition]);
        }
    }

    @Override
    public Optional<TopicState> topic(String name) {
        if (!there) {
            return Optional.empty();
        }
        TopicState.Copies copies = new TopicState.Copies(leader, List.of(1, 2), List.of(1, 2));
        return Optional.of(new TopicState(
                "id-" + generation, logs.values().stream().map(any -> copies).toList(), config));
    }

    @Override
    public SortedMap<Integer, LogBounds> logs(String topic) {
        return there ? new TreeMap<>(logs) : new TreeMap<>();
    }

    @Override
    public void truncate(String topic, Map<Integer, Long> firstKept) {
        if (deletes) {
            firstKept.forEach((partition, start) ->
                    logs.computeIfPresent(partition, (number, log) -> new LogBounds(start, log.end())));
        }
    }

    @Override
    public void createTopic(String name, TopicState like) {
        generation++;
        there = true;
        logs.replaceAll((partition, log) -> new LogBounds(0, 0));
    }

    @Override
    public void raisePartitions(String topic, int to) {
        for (int partition = logs.size(); grows && partition < to; partition++) {
            logs.put(partition, new LogBounds(0, 0));
        }
    }

    @Override
    public void deleteTopic(String name) throws IOException {
        if (!deletes) {
            throw new IOException("deleting topic " + name + ": refused");
        }
        there = false;
    }

    @Override
    public boolean holdsLogs(String topic) {
        return there;
    }

    @Override
    public void configureTopic(String topic, Map<String, Optional<String>> settings) {
        settings.forEach(
                (name, value) -> value.ifPresentOrElse(text -> config.put(name, text), () -> config.remove(name)));
        if (expires && config.containsKey("retention.ms")) {
            logs.replaceAll((partition, log) -> new LogBounds(log.end(), log.end()));
        }
    }

    @Override
    public boolean electUncleanly(String topic, int partition) {
        leader = 2;
        return true;
    }

    @Override
    public Map<String, Double> quotas(String user) {
        return Map.copyOf(quotas);
    }

    @Override
    public void setQuotas(String user, Map<String, Optional<Double>> changes) {
        changes.forEach(
                (name, value) -> value.ifPresentOrElse(limit -> quotas.put(name, limit), () -> quotas.remove(name)));
    }

    @Override
    public boolean hasPassword(String user) {
        return true;
    }

    @Override
    public void setPassword(String user, String changed) {
        password = changed;
    }
}
