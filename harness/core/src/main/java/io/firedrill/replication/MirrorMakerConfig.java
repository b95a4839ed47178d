package io.firedrill.replication;

import io.firedrill.kafka.Deviation;
import io.firedrill.kafka.PropertiesText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * The configuration of a dedicated MirrorMaker for one flow, to be started with {@code --clusters} of the target. Holds no
 * secret: user and password stand in a JAAS file.
 *
 * @param properties the content of mm2.properties, in a fixed order
 * @param deviations where it differs from MirrorMaker's defaults
 */
public record MirrorMakerConfig(Map<String, String> properties, List<Deviation> deviations) {
    private static final String SCENARIO = "set by the scenario";

    /** Settings of the Connect worker: MirrorMaker reads them only behind the target's alias. */
    private static final Set<String> WORKER = Set.of(
            "offset.flush.interval.ms",
            "offset.flush.timeout.ms",
            "scheduled.rebalance.max.delay.ms",
            "rebalance.timeout.ms",
            "session.timeout.ms",
            "heartbeat.interval.ms",
            "group.id",
            "exactly.once.source.support",
            "transaction.boundary",
            "topic.creation.enable",
            "connector.client.config.override.policy",
            "metadata.max.age.ms",
            "plugin.discovery",
            "plugin.path");

    private static final String PARTITIONS = "partitions";
    private static final String REPLICAS = "replication.factor";

    /** What a worker's topics are called, by the beginning of the settings about them. */
    private static final Map<String, String> WORKER_TOPICS = new TreeMap<>(Map.of(
            "offset.storage.", "mm2-offsets.%s.internal",
            "status.storage.", "mm2-status.%s.internal",
            "config.storage.", "mm2-configs.%s.internal"));

    /** How a MirrorMaker reaches its two clusters. */
    public record Ends(String sourceBootstrap, String targetBootstrap, int sourceBrokers, int targetBrokers) {}

    public MirrorMakerConfig {
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
        deviations = List.copyOf(deviations);
    }

    /** The configuration of {@code flow}. */
    public static MirrorMakerConfig of(FlowSpec flow, Ends ends) {
        Settings settings = new Settings();
        settings.put("clusters", flow.from() + "," + flow.to());
        cluster(settings, flow.from(), ends.sourceBootstrap());
        cluster(settings, flow.to(), ends.targetBootstrap());
        settings.put(flow.name() + ".enabled", "true");
        settings.put(flow.to() + "->" + flow.from() + ".enabled", "false");
        settings.put(flow.name() + ".topics", String.join(",", flow.topics()));
        settings.put("replication.policy.class", flow.policy().className());

        // Scanning the whole class path for plug-ins by reflection costs seconds of every start and finds the same.
        for (String name : new String[] {"", flow.from() + ".", flow.to() + "."}) {
            settings.put(name + "plugin.discovery", "service_load");
        }
        settings.deviate("offset.storage.partitions", "1", "25", "a fast start");
        settings.deviate("status.storage.partitions", "1", "5", "a fast start");
        smallRegions(settings, ends);
        scenario(settings, flow);
        return new MirrorMakerConfig(settings.properties, settings.deviations);
    }

    /**
     * The topics at the target in which the worker keeps its state, as it would make them itself. One that the scenario says more about than
     * its partitions and replicas is left to the worker.
     *
     * @param from the flow's source
     */
    public List<NewTopic> workerTopics(String from) {
        List<NewTopic> topics = new ArrayList<>();
        WORKER_TOPICS.forEach((prefix, name) -> {
            boolean ordinary = properties.keySet().stream()
                    .filter(setting -> setting.contains(prefix))
                    .allMatch(Set.of(prefix + PARTITIONS, prefix + REPLICAS)::contains);
            if (ordinary) {
                topics.add(new NewTopic(
                                name.formatted(from),
                                Integer.parseInt(properties.getOrDefault(prefix + PARTITIONS, "1")),
                                Short.parseShort(properties.getOrDefault(prefix + REPLICAS, "3")))
                        .configs(Map.of("cleanup.policy", "compact")));
            }
        });
        return topics;
    }

    /** The settings as mm2.properties. */
    public String text() {
        return PropertiesText.of(properties);
    }

    private static void cluster(Settings settings, String alias, String bootstrap) {
        settings.put(alias + ".bootstrap.servers", bootstrap);
        settings.put(alias + ".security.protocol", "SASL_PLAINTEXT");
        settings.put(alias + ".sasl.mechanism", "PLAIN");
    }

    private static void smallRegions(Settings settings, Ends ends) {
        if (ends.targetBrokers() < 3) {
            String why = "the target has " + ends.targetBrokers() + " brokers";
            String replicas = Integer.toString(ends.targetBrokers());
            for (String topic : List.of(
                    "offset.storage", "config.storage", "status.storage", "checkpoints.topic", "heartbeats.topic")) {
                settings.deviate(topic + ".replication.factor", replicas, "3", why);
            }
        }
        if (ends.targetBrokers() < 2) {
            settings.deviate("replication.factor", "1", "2", "the target has one broker");
        }
        if (ends.sourceBrokers() < 3) {
            settings.deviate(
                    "offset-syncs.topic.replication.factor",
                    Integer.toString(ends.sourceBrokers()),
                    "3",
                    "the source has " + ends.sourceBrokers() + " brokers");
        }
    }

    private static void scenario(Settings settings, FlowSpec flow) {
        flow.syncGroupOffsets().ifPresent(every -> {
            settings.deviate("sync.group.offsets.enabled", "true", "false", SCENARIO);
            settings.deviate("sync.group.offsets.interval.seconds", "" + every.toSeconds(), "60", SCENARIO);
        });
        flow.emitCheckpoints()
                .ifPresent(every ->
                        settings.deviate("emit.checkpoints.interval.seconds", "" + every.toSeconds(), "60", SCENARIO));
        flow.offsetLagMax().ifPresent(lag -> settings.deviate("offset.lag.max", "" + lag, "100", SCENARIO));
        if (flow.exactlyOnce()) {
            settings.deviate(flow.to() + ".exactly.once.source.support", "enabled", "disabled", SCENARIO);
        }
        new TreeMap<>(flow.config()).forEach((name, value) -> {
            for (String place : places(name, flow)) {
                settings.deviate(place, value, "", SCENARIO);
            }
        });
    }

    /** Under which names MirrorMaker has to read a setting for it to have an effect. */
    private static List<String> places(String name, FlowSpec flow) {
        for (String prefix : List.of(flow.from() + ".", flow.to() + ".", flow.from() + "->", flow.to() + "->")) {
            if (name.startsWith(prefix)) {
                return List.of(name);
            }
        }
        if (name.startsWith("consumer.")) {
            return List.of(flow.from() + "." + name);
        }
        if (name.startsWith("producer.")) {
            return List.of(flow.to() + "." + name);
        }
        if (name.startsWith("admin.")) {
            return List.of(flow.from() + "." + name, flow.to() + "." + name);
        }
        return List.of(WORKER.contains(name) ? flow.to() + "." + name : name);
    }

    /** Collects settings and what is to be said about them; a later one replaces an earlier one in both. */
    private static final class Settings {
        private final Map<String, String> properties = new LinkedHashMap<>();
        private final List<Deviation> deviations = new ArrayList<>();

        void put(String name, String value) {
            properties.put(name, value);
        }

        void deviate(String name, String value, String ordinary, String why) {
            put(name, value);
            deviations.removeIf(deviation -> deviation.setting().equals(name));
            deviations.add(new Deviation(name, value, ordinary, why));
        }
    }
}
