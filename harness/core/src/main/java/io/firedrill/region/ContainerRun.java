package io.firedrill.region;

import io.firedrill.region.engine.ContainerSpec.Attachment;
import io.firedrill.region.engine.Engine;
import io.firedrill.region.engine.EngineException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * One run on a container engine: what its containers have in common, and its networks.
 *
 * @param id of the run on the engine
 * @param options images and limits
 * @param user {@code uid:gid} that Kafka runs as: who owns the run's folder
 * @param labels of all it makes
 * @param networks their ids: the shared one, then each node's
 */
record ContainerRun(
        String id, ContainerOptions options, String user, Map<String, String> labels, List<String> networks) {
    private static final int BLOCKS_TRIED = 64;

    ContainerRun {
        labels = Map.copyOf(labels);
        networks = List.copyOf(networks);
    }

    /** What a thing of this run is called on the engine. */
    String name(String what) {
        return name(id, what);
    }

    static String name(String id, String what) {
        return "firedrill-" + id + "-" + what;
    }

    Attachment shared(String address) {
        return new Attachment(networks.get(0), address);
    }

    Attachment own(int node, String address) {
        return new Attachment(networks.get(1 + node), address);
    }

    /**
     * Networks that were made.
     *
     * @param ids the shared one, then each node's
     */
    record Networks(Subnets subnets, List<String> ids) {}

    /** Makes the networks of a run in a block of addresses that nobody on the engine has. */
    static Networks networks(Engine engine, String id, int nodes, Map<String, String> labels) throws IOException {
        Subnets subnets = Subnets.any();
        for (int attempt = 0; attempt < BLOCKS_TRIED; attempt++) {
            try {
                String shared = engine.createNetwork(name(id, "shared"), subnets.shared(), false, labels);
                return new Networks(subnets, own(engine, id, nodes, labels, subnets, shared));
            } catch (EngineException e) {
                if (!String.valueOf(e.getMessage()).contains("overlap")) {
                    throw e;
                }
                for (Engine.Labelled made : engine.networks(ContainerLabels.RUN + "=" + id)) {
                    engine.removeNetwork(made.id());
                }
                subnets = subnets.next();
            }
        }
        throw new IOException("every block of addresses in 198.18.0.0/15 is taken by networks of the container engine:"
                + " remove those that nobody needs (docker network prune)");
    }

    private static List<String> own(
            Engine engine, String id, int nodes, Map<String, String> labels, Subnets subnets, String shared)
            throws IOException {
        Map<Integer, String> own = new ConcurrentHashMap<>();
        Together.each(
                IntStream.range(0, nodes).boxed().toList(),
                node -> own.put(
                        node, engine.createNetwork(name(id, "node-" + (node + 1)), subnets.own(node), true, labels)));
        return IntStream.rangeClosed(0, nodes)
                .mapToObj(at -> at == 0 ? shared : own.getOrDefault(at - 1, ""))
                .toList();
    }
}
