package io.firedrill.kafka;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The configuration of one KRaft node: a broker, a controller, or both in one. Holds no secret: users and passwords stand in the JAAS file of
 * {@link Credentials#brokerJaas}.
 *
 * @param properties the content of server.properties, in a fixed order
 * @param deviations where it differs from Kafka's defaults in a way that can change what a drill measures
 */
public record BrokerConfig(Map<String, String> properties, List<Deviation> deviations) {
    private static final Set<String> OWNED = Set.of(
            "process.roles",
            "node.id",
            "controller.quorum.voters",
            "controller.listener.names",
            "inter.broker.listener.name",
            "listeners",
            "advertised.listeners",
            "listener.security.protocol.map",
            "sasl.enabled.mechanisms",
            "log.dirs",
            "log.dir",
            "metadata.log.dir");

    private static final String ONE_MACHINE = "six brokers share one machine";
    private static final String FAST_START = "a fast start";

    /** What {@link BrokerProfile#LEAN} sets. Defaults as in Kafka 4.3. */
    private static final List<Deviation> LEAN = List.of(
            new Deviation("num.network.threads", "1", "3 per listener", ONE_MACHINE),
            new Deviation("num.io.threads", "4", "8", ONE_MACHINE),
            new Deviation("log.cleaner.dedupe.buffer.size", "2097152", "134217728", ONE_MACHINE),
            new Deviation("offsets.topic.num.partitions", "1", "50", FAST_START),
            new Deviation("transaction.state.log.num.partitions", "1", "50", FAST_START),
            new Deviation("share.coordinator.state.topic.num.partitions", "1", "50", FAST_START),
            new Deviation("log.retention.check.interval.ms", "1000", "300000", "what has expired goes within a drill"),
            new Deviation("group.initial.rebalance.delay.ms", "0", "3000", "consumer groups form at once"));

    private static final Deviation NO_AUTO_CREATION = new Deviation(
            "auto.create.topics.enable",
            "false",
            "true",
            "topics are made by the scenario or by MirrorMaker, never by a client that asks too early");

    public BrokerConfig {
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
        deviations = List.copyOf(deviations);
    }

    /**
     * The configuration of {@code spec}.
     *
     * @throws IllegalArgumentException when the scenario overrides a setting the platform must own
     */
    public static BrokerConfig of(BrokerSpec spec) {
        Map<String, String> properties = new LinkedHashMap<>();
        identity(spec, properties);
        paths(spec, properties);
        security(properties);
        properties.put("log.dirs", spec.disk().toString());

        Map<String, Deviation> deviations = new LinkedHashMap<>();
        if (spec.profile() == BrokerProfile.LEAN) {
            LEAN.forEach(deviation -> deviations.put(deviation.setting(), deviation));
        }
        deviations.put(NO_AUTO_CREATION.setting(), NO_AUTO_CREATION);
        smallRegion(spec.nodes().brokers()).forEach(deviation -> deviations.put(deviation.setting(), deviation));
        new TreeMap<>(spec.overrides()).forEach((setting, value) -> {
            requireNotOwned(setting);
            deviations.put(setting, new Deviation(setting, value, "", "set by the scenario"));
        });
        deviations.values().forEach(deviation -> properties.put(deviation.setting(), deviation.value()));
        return new BrokerConfig(properties, new ArrayList<>(deviations.values()));
    }

    /** The settings as server.properties. */
    public String text() {
        return PropertiesText.of(properties);
    }

    private static void identity(BrokerSpec spec, Map<String, String> properties) {
        properties.put("process.roles", spec.role().processRoles());
        properties.put("node.id", Integer.toString(spec.id()));
        properties.put(
                "controller.quorum.voters",
                new TreeMap<>(spec.voters())
                        .entrySet().stream()
                                .map(voter -> voter.getKey() + "@" + voter.getValue())
                                .collect(Collectors.joining(",")));
    }

    private static void paths(BrokerSpec spec, Map<String, String> properties) {
        properties.put(
                "listeners",
                each(
                        spec.role().listeners(),
                        listener -> listener + "://" + spec.listens().get(listener)));
        properties.put(
                "advertised.listeners",
                each(
                        spec.role().listeners(),
                        listener -> listener + "://" + spec.advertised().get(listener)));
        properties.put("inter.broker.listener.name", Listener.INTERNAL.name());
        properties.put("controller.listener.names", Listener.CONTROLLER.name());
        properties.put(
                "listener.security.protocol.map",
                each(
                        List.of(Listener.values()),
                        listener -> listener + ":" + (listener.authenticated() ? "SASL_PLAINTEXT" : "PLAINTEXT")));
    }

    private static void security(Map<String, String> properties) {
        properties.put("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-256");
        properties.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        properties.put(
                "super.users", "User:ANONYMOUS;User:" + Credentials.OPERATOR + ";User:" + Credentials.MIRROR_MAKER);
        // Everything is allowed until a runbook fences the services by an ACL that denies.
        properties.put("allow.everyone.if.no.acl.found", "true");
    }

    /** Replication of the internal topics as far as the region has brokers for it. */
    private static List<Deviation> smallRegion(int brokers) {
        if (brokers >= 3) {
            return List.of();
        }
        String why = "the region has " + brokers + (brokers == 1 ? " broker" : " brokers");
        String replicas = Integer.toString(brokers);
        List<Deviation> deviations = new ArrayList<>();
        for (String topic : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            deviations.add(new Deviation(topic + ".replication.factor", replicas, "3", why));
        }
        for (String topic : List.of("transaction.state.log", "share.coordinator.state.topic")) {
            deviations.add(new Deviation(topic + ".min.isr", "1", "2", why));
        }
        return deviations;
    }

    private static void requireNotOwned(String setting) {
        if (OWNED.contains(setting)) {
            throw new IllegalArgumentException(
                    "the broker setting '" + setting + "' cannot be given: the platform decides it. Those are "
                            + OWNED.stream().sorted().toList());
        }
    }

    private static String each(List<Listener> listeners, Function<Listener, String> entry) {
        return listeners.stream().map(entry).collect(Collectors.joining(","));
    }
}
