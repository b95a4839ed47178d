package io.firedrill.fault;

import io.firedrill.network.Network;
import io.firedrill.network.Wire;
import io.firedrill.region.Region;
import io.firedrill.replication.MirrorMaker;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** Starts the worker of a region again, all services on standby, and returns once it is ready. */
    void startServices(String region) throws Exception;

    /** Makes the topics that a region should have and does not: its disks may have been destroyed. */
    void provideTopics(String region) throws Exception;

    /** Topics that a flow copies, as they are called at its source, and at its target. */
    List<String> sourceTopics(String from, String to);

    List<String> mirroredTopics(String from, String to);

    /** The harness's own client of a region, past every fault. */
    Admin observer(String region);

    /** The wires between everything that runs. */
    Network network();

    /** What the canaries see. */
    Canaries canaries();

    /** Sets canaries on wires that are not watched anyway; those to clients and links are. */
    void watch(Collection<Wire> wires);

    /** Monotonic nanoseconds. */
    long now();
}
