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
 * @param store the table that it keeps beside its topic, if any
 */
public record ServiceSpec(
        List<String> deployedIn,
        Optional<Produces> produces,
        Optional<Consumes> consumes,
        Standby standby,
        Optional<Calls> calls,
        Optional<Store> store) {

    /** Without a store. */
    public ServiceSpec(
            List<String> deployedIn,
            Optional<Produces> produces,
            Optional<Consumes> consumes,
            Standby standby,
            Optional<Calls> calls) {
        this(deployedIn, produces, consumes, standby, calls, Optional.empty());
    }

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
     * @param transactions how its sends are grouped; empty: each stands for itself
     * @param resends share of its records that it hands over twice under the same id, 0 to 1
     */
    public record Produces(
            String topic,
            double ratePerSecond,
            int sizeBytes,
            int keys,
            String acks,
            boolean idempotent,
            int producers,
            Map<String, String> config,
            Optional<Transactions> transactions,
            double resends) {
        public Produces {
            config = Ordered.copy(config);
        }

        /** Without transactions, each record once. */
        public Produces(
                String topic,
                double ratePerSecond,
                int sizeBytes,
                int keys,
                String acks,
                boolean idempotent,
                int producers,
                Map<String, String> config) {
            this(topic, ratePerSecond, sizeBytes, keys, acks, idempotent, producers, config, Optional.empty(), 0);
        }
    }

    /**
     * A replicated table of a service, with a row for each of its records.
     *
     * @param replicated how the other region gets its rows
     * @param lag least time between a row's commit and its copy
     * @param written when a row is committed
     */
    public record Store(Replicated replicated, Duration lag, Written written) {
        /** How copies are made. */
        public enum Replicated {
            /** The service does not wait for them. */
            ASYNC
        }

        /** When a row is committed. */
        public enum Written {
            /** Before its event is sent. */
            BEFORE,
            /** At once after its event was handed to the client, whatever becomes of it. */
            WITH,
            /** Once its event is acknowledged. */
            AFTER
        }
    }

    /**
     * How a service groups its sends.
     *
     * @param size records in a transaction
     * @param abort share of the transactions that it aborts, 0 to 1
     * @param hang how often it leaves one open and goes on as another producer; zero: never
     * @param timeout after which the coordinator aborts one that was left open
     */
    public record Transactions(int size, double abort, Duration hang, Duration timeout) {}

    /**
     * What a service reads.
     *
     * @param topics lineages it reads: each topic and its mirrored names
     * @param group consumer group id
     * @param instances members of the group in the active region
     * @param autoOffsetReset {@code earliest}, {@code latest} or {@code none}
     * @param handlerTime how long the handler takes for a record
     * @param isolation what of transactions it reads
     * @param config further consumer settings
     */
    public record Consumes(
            List<String> topics,
            String group,
            int instances,
            String autoOffsetReset,
            Duration handlerTime,
            Isolation isolation,
            Map<String, String> config) {
        /** Reads everything. */
        public Consumes(
                List<String> topics,
                String group,
                int instances,
                String autoOffsetReset,
                Duration handlerTime,
                Map<String, String> config) {
            this(topics, group, instances, autoOffsetReset, handlerTime, Isolation.READ_UNCOMMITTED, config);
        }

        public Consumes {
            topics = List.copyOf(topics);
            config = Ordered.copy(config);
        }
    }

    /** What of transactions a consumer reads. */
    public enum Isolation {
        /** Everything, aborted records too: Kafka's default. */
        READ_UNCOMMITTED,
        /** What is committed, up to the first record of the oldest open transaction. */
        READ_COMMITTED
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
