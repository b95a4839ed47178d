package io.firedrill.fault;

import io.firedrill.kafka.LogBounds;
import io.firedrill.kafka.TopicState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Takes every change and makes none. It remembers what it was told to set, over settings and quotas that were there before, so that what
 * is put back must be what it was.
 */
final class StillCluster extends FakeCluster {
    private final Runnable works;
    private final StillRegion region;
    private final Map<String, String> settings;
    private final Map<String, Double> limits;

    /**
     * @param works throws an exception when nothing can be changed any more
     * @param region lets the services in, or not
     */
    StillCluster(Runnable works, StillRegion region) {
        super(new LogBounds(0, 100), new LogBounds(0, 100));
        this.works = works;
        this.region = region;
        config.put("retention.ms", "86400000");
        quotas.put("producer_byte_rate", 1e9);
        settings = new HashMap<>(config);
        limits = new HashMap<>(quotas);
    }

    /** What was set and is not what it was. */
    List<String> left() {
        List<String> left = new ArrayList<>();
        if (!settings.equals(config)) {
            left.add("topic settings of " + region.name() + ": " + settings);
        }
        if (!limits.equals(quotas)) {
            left.add("quotas of " + region.name() + ": " + limits);
        }
        return left;
    }

    @Override
    public Optional<TopicState> topic(String name) {
        works.run();
        return name.equals("payments") ? Optional.empty() : super.topic(name);
    }

    @Override
    public SortedMap<Integer, LogBounds> logs(String topic) {
        works.run();
        return super.logs(topic);
    }

    @Override
    public void truncate(String topic, Map<Integer, Long> firstKept) {
        works.run();
    }

    @Override
    public void createTopic(String name, TopicState like) {
        works.run();
    }

    @Override
    public void raisePartitions(String topic, int to) {
        works.run();
    }

    @Override
    public void deleteTopic(String name) {
        works.run();
    }

    @Override
    public boolean electUncleanly(String topic, int partition) {
        works.run();
        return true;
    }

    @Override
    public void configureTopic(String topic, Map<String, Optional<String>> changes) {
        works.run();
        changes.forEach(
                (name, value) -> value.ifPresentOrElse(to -> settings.put(name, to), () -> settings.remove(name)));
    }

    @Override
    public void setQuotas(String user, Map<String, Optional<Double>> changes) {
        works.run();
        changes.forEach((name, value) -> value.ifPresentOrElse(to -> limits.put(name, to), () -> limits.remove(name)));
    }

    @Override
    public void setPassword(String user, String to) {
        works.run();
        region.open.put("password of " + region.name(), 1);
    }
}
