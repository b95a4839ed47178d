package io.firedrill.workload;

import io.firedrill.kafka.HostPort;
import io.firedrill.kafka.JvmOptions;
import io.firedrill.launch.DependencyService;
import io.firedrill.network.Network;
import io.firedrill.network.Wire;
import io.firedrill.region.ChildSpec;
import io.firedrill.region.JavaProgram;
import io.firedrill.region.RunContext;
import io.firedrill.scenario.Endpoint;
import io.firedrill.scenario.Scenario;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the services call beside Kafka: a process in each region whose services call something, and a wire from them to each dependency.
 * It stands for what is none of the region's brokers or services, and goes on when those are lost.
 */
public final class Dependencies {
    private static final int HEAP_MEBIBYTES = 32;
    private static final int PORTS_TRIED = 20;

    private final Map<Endpoint, HostPort> reached = new HashMap<>();

    private Dependencies() {}

    /**
     * Starts them all and lays the wires; they may not listen yet when this returns, and then a call is made again.
     *
     * @param classPath holds the launch module
     */
    public static Dependencies start(Scenario scenario, RunContext run, Network network, String classPath)
            throws IOException {
        Dependencies all = new Dependencies();
        for (String region : scenario.regions().keySet()) {
            List<HostPort> listens = new ArrayList<>();
            for (String name : scenario.dependenciesIn(region)) {
                listens.add(all.lay(run, network, Endpoint.dependency(region, name)));
            }
            if (!listens.isEmpty()) {
                launch(region, listens, run, classPath);
            }
        }
        return all;
    }

    /** Where the services of a region reach a dependency, as {@code host:port}. */
    public String at(String region, String name) {
        HostPort at = reached.get(Endpoint.dependency(region, name));
        if (at == null) {
            throw new IllegalStateException("nothing was started for the calls to " + name + " in " + region);
        }
        return at.toString();
    }

    private HostPort lay(RunContext run, Network network, Endpoint dependency) throws IOException {
        Endpoint services = Endpoint.clients(dependency.region());
        String name = services + "-to-" + dependency;
        for (int attempt = 0; attempt < PORTS_TRIED; attempt++) {
            HostPort upstream = run.addresses().listens(dependency);
            HostPort listen = listen(run, services, upstream);
            if (network.open(
                    List.of(new Wire(name, Set.of(services), dependency, Optional.empty(), listen)), upstream)) {
                reached.put(dependency, listen);
                return upstream;
            }
            run.addresses().release(upstream);
        }
        throw new IOException("no port for " + name + ": on each of " + PORTS_TRIED
                + " that were tried something else listens; end what listens there");
    }

    /** Where the services' other wires begin, on the same port; where all share one address, on another that was free a moment ago. */
    private static HostPort listen(RunContext run, Endpoint services, HostPort upstream) throws IOException {
        return run.addresses().apart()
                ? new HostPort(run.addresses().of(services), upstream.port())
                : run.addresses().shared(upstream.port());
    }

    private static void launch(String region, List<HostPort> listens, RunContext run, String classPath)
            throws IOException {
        String name = region + " dependencies";
        String file = "dependencies-" + region;
        JavaProgram program = run.ofHarness(
                new JavaProgram(
                        DependencyService.class.getName(),
                        listens.stream().map(HostPort::toString).toList(),
                        classPath,
                        JvmOptions.lean(HEAP_MEBIBYTES),
                        Map.of()),
                name,
                file);
        for (HostPort listen : listens) {
            run.addresses().release(listen);
        }
        run.supervisor().start(new ChildSpec(name, program.command(), run.logs().resolve(file + ".log")));
    }
}
