package io.firedrill.fault;

import io.firedrill.kafka.InSync;
import io.firedrill.region.Region;
import io.firedrill.replication.MirrorMaker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/** What a fault can reach in a running drill. */
public interface FaultSite {

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

    /**
     * Partitions of a flow's source whose last record is not the last one of their copy, as {@code orders/3}; empty when everything is
     * copied.
     *
     * @throws org.apache.kafka.common.KafkaException a region does not answer
     */
    List<String> uncopied(String from, String to);

    /** The harness's own client of a region, past every fault. */
    Admin observer(String region);

    Canaries canaries();

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

    /** Waits between two looks at a condition; the drill's end interrupts it. */
    void pause(Duration time) throws InterruptedException;

    /** Monotonic nanoseconds. */
    long now();
}
