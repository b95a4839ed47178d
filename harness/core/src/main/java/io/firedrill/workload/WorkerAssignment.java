package io.firedrill.workload;

import io.firedrill.evidence.Catalogue;
import io.firedrill.scenario.ServiceSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a worker is to be: the first line it reads. Indexes are those of the catalogue.
 *
 * @param region name of the worker's region
 * @param worker index of that region
 * @param incarnation which start in this run, from 1; the session of all its producers
 * @param journal folder of the journal it leaves, absolute
 * @param catalogue names behind the numbers
 * @param client Kafka client properties of its own region's client path: bootstrap servers and security
 * @param producers every producer deployed in the region, active or not
 * @param consumers every group deployed in the region, active or not
 * @param stores every store of a service that is deployed in the region
 * @param latencyLimit an acknowledgement later than this after its intended time is not in time
 * @param seed of everything random
 */
public record WorkerAssignment(
        String region,
        int worker,
        int incarnation,
        String journal,
        Catalogue catalogue,
        Map<String, String> client,
        List<ProducerAssignment> producers,
        List<ConsumerAssignment> consumers,
        List<StoreAssignment> stores,
        Duration latencyLimit,
        long seed) {

    /** Without stores. */
    public WorkerAssignment(
            String region,
            int worker,
            int incarnation,
            String journal,
            Catalogue catalogue,
            Map<String, String> client,
            List<ProducerAssignment> producers,
            List<ConsumerAssignment> consumers,
            Duration latencyLimit,
            long seed) {
        this(
                region,
                worker,
                incarnation,
                journal,
                catalogue,
                client,
                producers,
                consumers,
                List.of(),
                latencyLimit,
                seed);
    }

    public WorkerAssignment {
        client = Map.copyOf(client);
        producers = List.copyOf(producers);
        consumers = List.copyOf(consumers);
        stores = List.copyOf(stores);
    }

    /**
     * What a service calls for each record.
     *
     * @param dependency its name
     * @param endpoint {@code host:port}
     * @param atMost a call without an answer after this has failed
     */
    public record DependencyCall(String dependency, String endpoint, Duration atMost) {}

    /**
     * One producer client.
     *
     * @param producer its index
     * @param service its service
     * @param topic name of the native topic it writes
     * @param ratePerSecond intended sends a second of this producer alone
     * @param sizeBytes of the value, stamp included
     * @param keys how many distinct keys
     * @param acks as Kafka's setting
     * @param idempotent as Kafka's setting
     * @param config further producer settings; they win over everything but serializers
     * @param transactions how its sends are grouped; empty: each stands for itself
     * @param resends share of its records that it hands over twice, 0 to 1
     * @param active sends from the start of the load
     * @param calls made before each send; without an answer the record is not sent
     */
    public record ProducerAssignment(
            int producer,
            String service,
            String topic,
            double ratePerSecond,
            int sizeBytes,
            int keys,
            String acks,
            boolean idempotent,
            Map<String, String> config,
            Optional<ServiceSpec.Transactions> transactions,
            double resends,
            boolean active,
            List<DependencyCall> calls) {
        /** Without transactions, each record once. */
        public ProducerAssignment(
                int producer,
                String service,
                String topic,
                double ratePerSecond,
                int sizeBytes,
                int keys,
                String acks,
                boolean idempotent,
                Map<String, String> config,
                boolean active,
                List<DependencyCall> calls) {
            this(
                    producer,
                    service,
                    topic,
                    ratePerSecond,
                    sizeBytes,
                    keys,
                    acks,
                    idempotent,
                    config,
                    Optional.empty(),
                    0,
                    active,
                    calls);
        }

        public ProducerAssignment {
            config = Map.copyOf(config);
            calls = List.copyOf(calls);
            if (!(ratePerSecond > 0) || keys < 1) {
                throw new IllegalArgumentException("producer " + producer + " of " + service
                        + " needs a rate and a number of keys above 0, found " + ratePerSecond + " and " + keys);
            }
        }
    }

    /**
     * The store of a service in this region.
     *
     * @param store its index
     * @param service its service
     * @param file that holds its rows, absolute
     * @param listen {@code host:port} at which primaries of other regions are heard; empty where there is no other
     * @param replicas {@code host:port} of each other region's, over the link
     * @param lag least time between a row's commit and its copy
     * @param written when a row is committed
     * @param primary takes the service's rows from the beginning
     */
    public record StoreAssignment(
            int store,
            String service,
            String file,
            String listen,
            List<String> replicas,
            Duration lag,
            ServiceSpec.Store.Written written,
            boolean primary) {
        public StoreAssignment {
            replicas = List.copyOf(replicas);
        }
    }

    /**
     * One consumer group in this region.
     *
     * @param group its index
     * @param service its service
     * @param groupId as Kafka knows it
     * @param topics names of the whole lineages; one that does not exist is not awaited
     * @param instances members of the group
     * @param standby what the members do while the service is not active here
     * @param autoOffsetReset as Kafka's setting
     * @param handlerTime how long the handler takes for a record
     * @param isolation what of transactions it reads
     * @param config further consumer settings; they win over everything but deserializers, group and manual commits
     * @param active consumes from the beginning, before the load starts
     * @param calls made for each record, again until they are answered
     */
    public record ConsumerAssignment(
            int group,
            String service,
            String groupId,
            List<String> topics,
            int instances,
            ServiceSpec.Standby standby,
            String autoOffsetReset,
            Duration handlerTime,
            ServiceSpec.Isolation isolation,
            Map<String, String> config,
            boolean active,
            List<DependencyCall> calls) {
        /** Reads everything. */
        public ConsumerAssignment(
                int group,
                String service,
                String groupId,
                List<String> topics,
                int instances,
                ServiceSpec.Standby standby,
                String autoOffsetReset,
                Duration handlerTime,
                Map<String, String> config,
                boolean active,
                List<DependencyCall> calls) {
            this(
                    group,
                    service,
                    groupId,
                    topics,
                    instances,
                    standby,
                    autoOffsetReset,
                    handlerTime,
                    ServiceSpec.Isolation.READ_UNCOMMITTED,
                    config,
                    active,
                    calls);
        }

        public ConsumerAssignment {
            topics = List.copyOf(topics);
            calls = List.copyOf(calls);
            config = Map.copyOf(config);
            if (instances < 1) {
                throw new IllegalArgumentException(
                        "group " + groupId + " of " + service + " needs at least one instance, found " + instances);
            }
        }
    }
}
