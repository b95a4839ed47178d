package io.firedrill.workload;

import io.firedrill.evidence.Catalogue;
import io.firedrill.scenario.ServiceSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;

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
        Duration latencyLimit,
        long seed) {

    public WorkerAssignment {
        client = Map.copyOf(client);
        producers = List.copyOf(producers);
        consumers = List.copyOf(consumers);
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
            boolean active,
            List<DependencyCall> calls) {
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
            Map<String, String> config,
            boolean active,
            List<DependencyCall> calls) {
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
