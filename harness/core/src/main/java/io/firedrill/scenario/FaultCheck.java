package io.firedrill.scenario;

import java.util.ArrayList;
import java.util.List;

/** What a fault's word may ask of the scenario around it, and where it reports what can't be. Keys are those below the fault's own. */
public final class FaultCheck {
    private final String path;
    private final Scenario scenario;
    private final Problems problems;

    FaultCheck(String path, Scenario scenario, Problems problems) {
        this.path = path;
        this.scenario = scenario;
        this.problems = problems;
    }

    /** The whole scenario; parts of it may be wrong, and are reported elsewhere. */
    public Scenario scenario() {
        return scenario;
    }

    /** Whether the file has this key and nothing is wrong with it so far. */
    public boolean sound(String key) {
        return problems.sound(at(key));
    }

    /** Whether there is such a region; an unknown one is reported. */
    public boolean region(String key, String name) {
        return ScenarioCheck.region(scenario, problems, at(key), name);
    }

    /** Whether there is such a topic; an unknown one is reported. */
    public boolean topic(String key, String name) {
        return ScenarioCheck.refers(
                problems, at(key), "topic", name, scenario.topics().keySet());
    }

    /**
     * Whether a region can hold such a topic: one of the scenario's, or a copy that a flow into the region makes. Another is reported;
     * the region as well, below {@code region}.
     */
    public boolean topicIn(String region, String key, String topic) {
        if (!region("region", region) || problems.spoiltWithin("replication")) {
            return false;
        }
        List<String> known = new ArrayList<>(scenario.topics().keySet());
        scenario.replication().stream().filter(flow -> flow.to().equals(region)).forEach(flow -> flow.topics().stream()
                .map(flow::mirrored)
                .filter(copy -> !known.contains(copy))
                .forEach(known::add));
        return ScenarioCheck.refers(problems, at(key), "topic in " + region, topic, known);
    }

    /** Whether a topic has such a partition; another is reported. The topic is known to be there. */
    public void partition(String key, String topic, int partition) {
        int partitions = scenario.topics().entrySet().stream()
                .filter(entry -> topic.equals(entry.getKey()) || topic.endsWith("." + entry.getKey()))
                .mapToInt(entry -> entry.getValue().partitions())
                .max()
                .orElse(Integer.MAX_VALUE);
        if (partition >= partitions && !problems.spoiltWithin("topics")) {
            impossible(
                    key,
                    String.valueOf(partition),
                    "0 to " + (partitions - 1),
                    topic + " has no partition " + partition);
        }
    }

    /** Whether there is such a service; an unknown one is reported. */
    public boolean service(String key, String name) {
        return ScenarioCheck.refers(
                problems, at(key), "service", name, scenario.services().keySet());
    }

    /** Whether a region has such a broker, or such a controller apart; another is reported. The region is known to be there. */
    public boolean node(String key, String region, int id) {
        RegionSpec spec = scenario.regions().get(region);
        if (spec == null || problems.spoiltWithin("regions")) {
            return false;
        }
        RegionNodes nodes = spec.nodes();
        if (nodes.ids().contains(id)) {
            return true;
        }
        String apart = nodes.controllers() == 0
                ? ""
                : ", " + RegionNodes.FIRST_CONTROLLER
                        + (nodes.controllers() == 1
                                ? ""
                                : " to " + (RegionNodes.FIRST_CONTROLLER + nodes.controllers() - 1));
        String what = RegionNodes.apart(id)
                ? " has no controller " + id + (nodes.controllers() == 0 ? ", its brokers are its controllers" : "")
                : " has no broker " + id;
        impossible(key, String.valueOf(id), "1 to " + nodes.brokers() + apart, region + what);
        return false;
    }

    /** Whether a region that is there has no controllers apart from its brokers. */
    public boolean controllersAmongBrokers(String region) {
        RegionSpec spec = scenario.regions().get(region);
        return spec != null && spec.nodes().controllers() == 0 && !problems.spoiltWithin("regions");
    }

    /** Whether replication runs from one region to the other; both keys {@code from} and {@code to} are checked. */
    public boolean flow(String from, String to) {
        boolean known = region("from", from) & region("to", to);
        if (!known || problems.spoiltWithin("replication")) {
            return false;
        }
        List<String> flows =
                scenario.replication().stream().map(ReplicationSpec::name).toList();
        String flow = from + "->" + to;
        if (!flows.contains(flow)) {
            impossible("", flow, String.join(", ", flows), "no replication runs from " + from + " to " + to);
            return false;
        }
        return true;
    }

    /**
     * Reports a value that is well formed and yet cannot be.
     *
     * @param key below the fault's own; empty for the fault itself
     * @param found what the file says
     * @param allowed what it may say, or empty
     * @param message a sentence
     */
    public void impossible(String key, String found, String allowed, String message) {
        problems.impossible(at(key), found, allowed, message);
    }

    private String at(String key) {
        return key.isEmpty() ? path : path + "." + key;
    }
}
