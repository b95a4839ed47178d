package io.firedrill.failover;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.scenario.RunbookStep.ActivateConsumers.Offsets;
import io.firedrill.scenario.Scenario;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;

/** What a runbook can see and do in a running drill. */
public interface FailoverSite {

    Scenario scenario();

    Catalogue catalogue();

    /** The operator's client of a region, over the link from another one; open for the whole drill, calls carry their own time-outs. */
    Admin admin(String region);

    /** A client of the operator that reads a region's records, over the link from another one; the caller closes it. */
    Consumer<byte[], byte[]> reader(String region);

    /** As {@link #admin}, of the region where the operator stands, which is the one that takes over: no link lies between. */
    Admin localAdmin(String region);

    /** As {@link #reader}, of the region where the operator stands. */
    Consumer<byte[], byte[]> localReader(String region);

    /** Stops MirrorMaker of the flow; empty when the scenario has no such flow or it does not run. Says how it ended. */
    Optional<String> stopMirror(String from, String to) throws Exception;

    /** Starts the consumers of the services in the region and returns once every group runs there, or fails. */
    void activateConsumers(String region, Set<String> services, Offsets offsets, Duration atMost) throws Exception;

    /** Routes producing services to the region and returns once they send there; gives the moment of the last. */
    long activateProducers(String region, Set<String> services) throws Exception;

    /** Whether the services of a region run, active or not. */
    boolean servicesRun(String region);

    /** {@code region} owns every key from now on. */
    void declareOwner(String region);

    /** Writes a fact. */
    void record(TimelineEvent event);

    /** Waits; ends early by {@link InterruptedException} when the drill is ended. */
    void pause(Duration time) throws InterruptedException;

    /** Monotonic nanoseconds. */
    long now();
}
