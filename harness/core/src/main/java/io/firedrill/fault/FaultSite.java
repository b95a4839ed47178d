package io.firedrill.fault;

import io.firedrill.evidence.TimelineEvent;
import io.firedrill.kafka.Cluster;
import io.firedrill.kafka.Credentials;
import io.firedrill.kafka.InSync;
import io.firedrill.kafka.Listener;
import io.firedrill.network.Network;
import io.firedrill.network.Wire;
import io.firedrill.region.NameService;
import io.firedrill.region.Region;
import io.firedrill.region.Vantage;
import io.firedrill.replication.MirrorMaker;
import io.firedrill.workload.BulkProbe;
import io.firedrill.workload.WorkerEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/** What a fault can reach in a running drill. */
public interface FaultSite {

    /** Names of all regions, in the scenario's order. */
    List<String> regions();

    Region region(String name);

    /** The MirrorMakers that run in a region, by the name of their flow. */
    Map<String, MirrorMaker> mirrorsIn(String region);

    /** The MirrorMaker of a flow. */
    Optional<MirrorMaker> mirror(String from, String to);

    /** Kills the worker of a region by SIGKILL and returns at once; empty when none runs. Gives its name. */
    Optional<String> killServices(String region);

    /**
     * Ends the worker of a region in good order: what is under way is sent and committed, members leave their groups. Returns when it is
     * gone; empty when none ran. Gives its name.
     */
    Optional<String> stopServices(String region) throws Exception;

    /** Starts the worker of a region again, all services on standby, and returns once it is ready. */
    void startServices(String region) throws Exception;

    /** Makes the topics that a region should have and does not: its disks may have been destroyed. */
    void provideTopics(String region) throws Exception;

    /** Topics that a flow copies, as they are called at its source, and at its target. */
    List<String> sourceTopics(String from, String to);

    List<String> mirroredTopics(String from, String to);

    /** What of a flow is not copied yet, or why that can't be told: a sentence; empty when everything is. */
    String uncopied(String from, String to) throws InterruptedException;

    /** The harness's own client of a region, past every fault. */
    Admin observer(String region);

    /** A region's data and settings, past every fault. */
    Cluster cluster(String region);

    /**
     * Writes down what metadata a region has now, as a failover from it must find in the other (R9). For a fault that changes topics or
     * settings for good.
     */
    void noteMetadata(String region) throws InterruptedException;

    /** What the worker of a region last said of its load; empty when none runs. */
    Optional<WorkerEvent.Stats> load(String region);

    /**
     * Makes a topic of the scenario's that is not there from the beginning, and lets the services work that have waited for it where
     * they are active at first.
     *
     * @return those services
     */
    List<String> provideTopic(String region, String topic) throws Exception;

    /** Closes every connection on the region's client paths; new ones are let through. */
    void dropClientConnections(String region) throws Exception;

    /** Shifts the timestamps of the records that a region's producers send from now on, back if negative. False: no services run there. */
    boolean setClock(String region, Duration ahead);

    /**
     * How far ahead of this machine's clock the timestamp of a record is that the region's services send from now on.
     *
     * @return empty when none arrives within {@code atMost}
     */
    Optional<Duration> clockAhead(String region, Duration atMost) throws Exception;

    /** The region that owns the keys now, as the last failover declared it. */
    String owner();

    /** What the producers of a service in a region have done so far; empty when no services run there. */
    Optional<Writer> writer(String region, String service);

    /**
     * What the producers of a service do in a region.
     *
     * @param active whether they send, or would if the load had started
     * @param acked records acknowledged so far
     */
    record Writer(boolean active, long acked) {}

    /** Has the producers of a service send in a region, whoever owns the keys; returns once they were told to. */
    void startWriter(String region, String service) throws Exception;

    /** Has them stop again. False: no services run there. */
    boolean stopWriter(String region, String service);

    /** Writes a fact. */
    void record(TimelineEvent event);

    /** Waits; ends early by {@link InterruptedException} when the drill is ended. */
    void pause(Duration time) throws InterruptedException;

    /** The wires between everything that runs. */
    Network network();

    /** The wires to a listener of one broker. */
    default List<Wire> wires(String region, int broker, Listener listener) {
        return network().to(region, listener).stream()
                .filter(wire -> wire.broker() == broker)
                .toList();
    }

    /** Whether the proxy server counts what goes through open connections. Where not, effects on those are looked for from outside. */
    default boolean keepsAccounts() throws IOException {
        return network().keepsAccounts();
    }

    /** A connection of the harness's own over a wire to a node, for as many bytes as it likes. The caller closes it. */
    default BulkProbe probe(Wire wire) throws IOException {
        Map<String, String> security = new TreeMap<>();
        if (wire.listener().filter(Listener::authenticated).isPresent()) {
            region(wire.region())
                    .connection(Vantage.OTHER_REGION, Credentials.OPERATOR)
                    .forEach((key, value) -> security.put(key, String.valueOf(value)));
        }
        return BulkProbe.open(wire.reached(), security);
    }

    /** What the canaries see. */
    Canaries canaries();

    /** How much longer than usual a canary waits for an answer, since links and faults of the scenario slow it down. */
    default Duration canaryPatience() {
        return Duration.ZERO;
    }

    /**
     * Once this returns, the brokers are in sync for every partition that they hold a replica of.
     *
     * @throws TimeoutException they were not within {@code atMost}
     */
    default void awaitInSync(String region, Set<Integer> brokers, Duration atMost)
            throws TimeoutException, InterruptedException {
        InSync.await(observer(region), brokers, atMost);
    }

    /**
     * Has something looked at beside the drill, on a thread of its own; returns at once. The sentence that comes of it is noted in the
     * timeline, a failure is a warning. Ends with the drill.
     *
     * @param what is looked at, for a warning
     */
    void meanwhile(String what, Callable<String> look);

    /** Where processes find the brokers of their region. */
    NameService names();

    /** Sets canaries on wires that are not watched anyway; those to clients and links are. */
    void watch(Collection<Wire> wires);

    /** Monotonic nanoseconds. */
    long now();
}
