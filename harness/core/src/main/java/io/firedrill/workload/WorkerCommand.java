package io.firedrill.workload;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.firedrill.scenario.RunbookStep;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A line that a worker reads after its {@link WorkerAssignment}. Commands take effect in the order they were sent. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = WorkerCommand.StartLoad.class, name = "start-load"),
    @JsonSubTypes.Type(value = WorkerCommand.StopLoad.class, name = "stop-load"),
    @JsonSubTypes.Type(value = WorkerCommand.ActivateProducers.class, name = "activate-producers"),
    @JsonSubTypes.Type(value = WorkerCommand.DeactivateProducers.class, name = "deactivate-producers"),
    @JsonSubTypes.Type(value = WorkerCommand.ActivateConsumers.class, name = "activate-consumers"),
    @JsonSubTypes.Type(value = WorkerCommand.StartCanary.class, name = "start-canary"),
    @JsonSubTypes.Type(value = WorkerCommand.StartProbe.class, name = "start-probe"),
    @JsonSubTypes.Type(value = WorkerCommand.SetClock.class, name = "set-clock"),
    @JsonSubTypes.Type(value = WorkerCommand.Scan.class, name = "scan"),
    @JsonSubTypes.Type(value = WorkerCommand.DrainStatus.class, name = "drain-status"),
    @JsonSubTypes.Type(value = WorkerCommand.Stop.class, name = "stop")
})
public sealed interface WorkerCommand {

    /**
     * Active producers send from now on, each at {@code originNanos + k / rate} for whole k.
     *
     * @param originNanos {@code System.nanoTime()}, which all processes of a host share; the same for every worker of a run, and
     *     best a little ahead, since slots that were due before a worker got the command are not sent
     */
    record StartLoad(long originNanos) implements WorkerCommand {}

    /** No producer makes a further send; what is under way comes to its end. */
    record StopLoad() implements WorkerCommand {}

    /** The services' producers send in this region. Answered by {@link WorkerEvent.Activated}, one a service. */
    record ActivateProducers(List<String> services) implements WorkerCommand {
        public ActivateProducers {
            services = List.copyOf(services);
        }
    }

    /**
     * The services' producers make no further send in this region; what is under way comes to its end. Their {@link
     * WorkerEvent.ProducerStats} say so.
     */
    record DeactivateProducers(List<String> services) implements WorkerCommand {
        public DeactivateProducers {
            services = List.copyOf(services);
        }
    }

    /**
     * The services' groups consume in this region. Answered by {@link WorkerEvent.Activated}, one a service.
     *
     * @param offsets where each partition starts when the group first gets it
     */
    record ActivateConsumers(List<String> services, RunbookStep.ActivateConsumers.Offsets offsets)
            implements WorkerCommand {
        public ActivateConsumers {
            services = List.copyOf(services);
        }
    }

    /**
     * Watches endpoints, each on a connection of its own, by a request that any broker answers at once.
     *
     * @param path index of this path among the run's canaries; the facts carry it, so endpoints that the evidence has to tell
     *     apart need a path each
     * @param endpoints {@code host:port}
     * @param security client properties: {@code security.protocol} PLAINTEXT, or SASL_PLAINTEXT with mechanism PLAIN
     * @param every interval between tries
     * @param timeout a try without an answer after this has failed
     */
    record StartCanary(int path, List<String> endpoints, Map<String, String> security, Duration every, Duration timeout)
            implements WorkerCommand {
        public StartCanary {
            endpoints = List.copyOf(endpoints);
            security = Map.copyOf(security);
        }
    }

    /**
     * Produces a record to {@code topic} again and again. Answered by {@link WorkerEvent.ProbeResult}, one a try, in order.
     *
     * @param probe chosen by the sender
     * @param topic exists, and belongs to no lineage
     * @param client properties of the path to probe over
     * @param every interval between tries
     * @param timeout a try without an acknowledgement after this has failed
     */
    record StartProbe(String probe, String topic, Map<String, String> client, Duration every, Duration timeout)
            implements WorkerCommand {
        public StartProbe {
            client = Map.copyOf(client);
        }
    }

    /**
     * Shifts the timestamps that the producers give their records; every fact stays on the monotonic clock.
     *
     * @param ahead of the machine's clock; behind it if negative
     */
    record SetClock(Duration ahead) implements WorkerCommand {}

    /**
     * Reads topics from log start to end. Answered by {@link WorkerEvent.Scanned}.
     *
     * @param region whose logs they are; the facts will be of this region
     * @param topics one that does not exist is noted, and is no fault
     * @param client properties of the region to scan
     * @param folder of the journal that receives the facts, absolute
     * @param atMost how long it may take
     */
    record Scan(String region, List<String> topics, Map<String, String> client, String folder, Duration atMost)
            implements WorkerCommand {
        public Scan {
            topics = List.copyOf(topics);
            client = Map.copyOf(client);
        }
    }

    /** Asks what the active groups have left to read. Answered by {@link WorkerEvent.Drained}. */
    record DrainStatus() implements WorkerCommand {}

    /**
     * Stops everything, closes the journal, answers {@link WorkerEvent.Stopped} and ends the process.
     *
     * @param patience how long clients may take to end in order; the journal is closed then, whatever they still wait for
     */
    record Stop(Duration patience) implements WorkerCommand {}
}
