package io.firedrill.kafka;

import io.firedrill.scenario.RegionNodes;
import java.util.Arrays;
import java.util.List;

/** What a KRaft node is. */
public enum NodeRole {
    /** Broker and controller in one. */
    COMBINED("broker,controller"),
    /** A broker of a region whose controllers are apart. */
    BROKER("broker"),
    /** A controller and nothing else: nobody but the region's other nodes connects to it. */
    CONTROLLER("controller");

    private final String processRoles;

    NodeRole(String processRoles) {
        this.processRoles = processRoles;
    }

    /** What a node of a region is. */
    public static NodeRole of(int id, RegionNodes nodes) {
        if (nodes.controllers() == 0) {
            return COMBINED;
        }
        return RegionNodes.apart(id) ? CONTROLLER : BROKER;
    }

    /** As Kafka's {@code process.roles} has it. */
    String processRoles() {
        return processRoles;
    }

    /** Whether it takes part in the quorum of controllers. */
    public boolean votes() {
        return this != BROKER;
    }

    /** The listeners it has. */
    public List<Listener> listeners() {
        return Arrays.stream(Listener.values())
                .filter(listener -> listener == Listener.CONTROLLER ? votes() : this != CONTROLLER)
                .toList();
    }
}
