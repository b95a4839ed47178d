package io.firedrill.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A service that produces, consumes, or both, deployed in one or more regions.
 *
 * @param deployedIn region names; the first is where it is active at first
 * @param produces what it sends, if anything
 * @param consumes what it reads, if anything
 * @param standby what its instances do in a region where the service is not active
 * @param calls what it calls beside Kafka, if anything
 */
public record ServiceSpec(
        List<String> deployedIn,
        Optional<Produces> produces,
        Optional<Consumes> consumes,
        Standby standby,
        Optional<Calls> calls) {

    public ServiceSpec {
        deployedIn = List.copyOf(deployedIn);
    }

    /** A service that calls nothing. */
    public ServiceSpec(
            List<String> deployedIn, Optional<Produces> produces, Optional<Consumes> consumes, Standby standby) {
        this(deployedIn, produces, consumes, standby, Optional.empty());
    }

    /**
     * What a service calls in its own region, one after the other: its handler for each record, its producer before each send.
     *
     * @param dependencies their names
     * @param atMost a call without an answer after this has failed
     */
    public record Calls(List<String> dependencies, Duration atMost) {
        public Calls {
            dependencies = List.copyOf(dependencies);
        }
    }

    /**
     * What a service sends.
     *
     * @param topic its native topic
     * @param ratePerSecond intended sends a second over all producers, open loop
     * @param sizeBytes size of a record's value, stamp included
     * @param keys how many distinct keys
     * @param acks {@code all}, {@code 1} or {@code 0}
     * @param idempotent {@code enable.idempotence}
     * @param producers how many producer clients share the rate
     * @param config further producer settings
     */
    public record Produces(
            String topic,
            double ratePerSecond,
            int sizeBytes,
            int keys,
            String acks,
            boolean idempotent,
            int producers,
            Map<String, String> config) {
        public Produces {
            config = Ordered.copy(config);
        }
    }

    /**
     * What a service reads.
     *
     * @param topics lineages it reads: each topic and its mirrored names
     * @param group consumer group id
     * @param instances members of the group in the active region
     * @param autoOffsetReset {@code earliest}, {@code latest} or {@code none}
     * @param handlerTime how long the handler takes for a record
     * @param config further consumer settings
     */
    public record Consumes(
            List<String> topics,
            String group,
            int instances,
            String autoOffsetReset,
            Duration handlerTime,
            Map<String, String> config) {
        public Consumes {
            topics = List.copyOf(topics);
            config = Ordered.copy(config);
        }
    }

    /** What instances do where the service is not active. */
    public enum Standby {
        /** Not running. */
        STOPPED,
        /** Member of the group, all partitions paused: the group is not empty, so MirrorMaker does not sync it. */
        PAUSED,
        /** Polls nothing until a flag is set; not a member of the group. */
        FLAGGED,
        /** Client is open, not subscribed. */
        UNSUBSCRIBED
    }
}
