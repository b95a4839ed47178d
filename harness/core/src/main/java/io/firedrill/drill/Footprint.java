package io.firedrill.drill;

import io.firedrill.kafka.NodeRole;
import io.firedrill.scenario.RegionNodes;
import io.firedrill.scenario.ReplicationSpec;
import io.firedrill.scenario.Scenario;
import io.firedrill.scenario.ServiceSpec;
import io.firedrill.scenario.TopicSpec;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * What a drill takes of this machine while it runs. Estimates, from measured drills on the platform of processes, rounded up. On
 * containers it is the same but for the container beside each broker, controller and MirrorMaker that holds its network: a shell that sleeps, a
 * MiB or two, which the rounding covers, so it is not counted.
 *
 * @param brokers Kafka nodes that are brokers
 * @param controllers Kafka nodes that are controllers and nothing else
 * @param mirrors MirrorMaker processes
 * @param workers worker processes, one a region
 * @param others the proxy server, the watchdog, and in each region what services call
 * @param memoryBytes resident, all processes and the harness together
 * @param diskBytes brokers' data and evidence
 * @param proxies one for each process that may connect to a listener of a node, and each such listener
 * @param ports on loopback: each proxy's, each listener's of each node, and the proxy server's own
 */
public record Footprint(
        int brokers,
        int controllers,
        int mirrors,
        int workers,
        int others,
        long memoryBytes,
        long diskBytes,
        int proxies,
        int ports) {

    private static final long MIB = 1024L * 1024;
    private static final long BROKER_MEMORY = 330 * MIB;
    private static final long CONTROLLER_MEMORY = 300 * MIB;
    private static final long MIRROR_MEMORY = 400 * MIB;
    private static final long WORKER_MEMORY = 300 * MIB;
    private static final long PROXY_MEMORY = 150 * MIB;
    private static final long DEPENDENCY_MEMORY = 60 * MIB;
    private static final long HARNESS_MEMORY = 250 * MIB;
    // Indexes, internal topics and the metadata log of a node that holds nothing else.
    private static final long NODE_DISK = 40 * MIB;
    // A record's stamp, headers and its share of a batch.
    private static final long RECORD_OVERHEAD = 100;
    // A record's facts: sent, acknowledged, delivered, scanned on both sides.
    private static final long EVIDENCE_PER_RECORD = 200;

    /** Processes beside the harness itself. */
    public int processes() {
        return brokers + controllers + mirrors + workers + others;
    }

    /**
     * @param loaded how long the load runs
     */
    static Footprint of(Scenario scenario, Duration loaded) {
        int brokers = scenario.regions().values().stream()
                .mapToInt(region -> region.brokers())
                .sum();
        int controllers = scenario.regions().values().stream()
                .mapToInt(region -> region.nodes().controllers())
                .sum();
        int mirrors = scenario.replication().size();
        int workers = scenario.regions().size();
        long memory = brokers * BROKER_MEMORY
                + controllers * CONTROLLER_MEMORY
                + mirrors * MIRROR_MEMORY
                + workers * WORKER_MEMORY
                + PROXY_MEMORY
                + HARNESS_MEMORY;
        int called = 0;
        int calledIn = 0;
        for (String region : scenario.regions().keySet()) {
            int dependencies = scenario.dependenciesIn(region).size();
            called += dependencies;
            calledIn += dependencies > 0 ? 1 : 0;
        }
        int proxies = proxies(scenario) + called;
        int listeners = scenario.regions().values().stream()
                .flatMap(region -> region.nodes().ids().stream()
                        .map(id -> NodeRole.of(id, region.nodes()).listeners().size()))
                .mapToInt(Integer::intValue)
                .sum();
        return new Footprint(
                brokers,
                controllers,
                mirrors,
                workers,
                2 + calledIn,
                memory + calledIn * DEPENDENCY_MEMORY,
                disk(scenario, brokers + controllers, loaded),
                proxies,
                proxies + listeners + called + 1);
    }

    /**
     * To each broker: one from outside, one from the services, one from each MirrorMaker that writes or reads here, one from each other
     * broker. To each that is a controller as well, or a controller apart: one from each other node.
     */
    private static int proxies(Scenario scenario) {
        Map<String, Set<String>> mirrors = scenario.mirrors();
        int proxies = 0;
        for (var region : scenario.regions().entrySet()) {
            RegionNodes nodes = region.getValue().nodes();
            int brokers = nodes.brokers();
            int readers = (int) mirrors.values().stream()
                    .filter(from -> from.contains(region.getKey()))
                    .count();
            int writers = mirrors.containsKey(region.getKey()) ? 1 : 0;
            proxies += brokers * (2 + writers + readers + brokers - 1)
                    + nodes.voters().size() * (nodes.ids().size() - 1);
        }
        return proxies;
    }

    private static long disk(Scenario scenario, int nodes, Duration loaded) {
        double bytes = (double) nodes * NODE_DISK;
        for (ServiceSpec service : scenario.services().values()) {
            if (service.produces().isPresent()) {
                ServiceSpec.Produces produces = service.produces().get();
                double records = produces.ratePerSecond() * loaded.toMillis() / 1000.0;
                double stored = records * (produces.sizeBytes() + RECORD_OVERHEAD);
                bytes += stored * copies(scenario, produces.topic()) + records * EVIDENCE_PER_RECORD;
            }
        }
        return (long) Math.ceil(bytes);
    }

    private static long copies(Scenario scenario, String topicName) {
        TopicSpec topic = scenario.topics().get(topicName);
        int replicas = topic == null ? 1 : topic.replicationFactor();
        long flows = scenario.replication().stream()
                .map(ReplicationSpec::topics)
                .filter(topics -> topics.contains(topicName))
                .count();
        return replicas * (1 + flows);
    }
}
