package io.firedrill.run;

import io.firedrill.region.ContainerSweep;
import io.firedrill.region.engine.Engine;
import io.firedrill.region.engine.EngineException;
import io.firedrill.region.engine.EngineSocket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What dead runs left on this machine's container engine. Folders are those of runs.
 *
 * @param removed names of containers, networks and volumes that were removed
 * @param running folders of runs that go on, left alone
 * @param untold folders of runs of which can't be told here whether they go on, left alone
 * @param problems what could not be done, sentences; empty where all was, or there is no engine
 */
public record ContainerLeftovers(List<String> removed, Set<String> running, Set<String> untold, List<String> problems) {
    public ContainerLeftovers {
        removed = List.copyOf(removed);
        running = Set.copyOf(running);
        untold = Set.copyOf(untold);
        problems = List.copyOf(problems);
    }

    /** Nothing was left, and nothing runs, as far as could be seen. */
    public boolean nothing() {
        return removed.isEmpty() && running.isEmpty() && untold.isEmpty() && problems.isEmpty();
    }

    /**
     * Removes them. Only what bears a run's label is touched, and only if that run's harness is known to be dead.
     *
     * @param environment variables, which may say where the engine listens
     */
    public static ContainerLeftovers clean(Map<String, String> environment) {
        EngineSocket socket;
        try {
            socket = EngineSocket.find(environment, Path.of(System.getProperty("user.home", "/")));
        } catch (EngineException none) {
            return new ContainerLeftovers(List.of(), Set.of(), Set.of(), List.of());
        }
        return clean(socket);
    }

    /** Removes them from the engine at a socket. */
    public static ContainerLeftovers clean(EngineSocket socket) {
        try {
            ContainerSweep.Swept swept = ContainerSweep.dead(Engine.at(socket));
            return new ContainerLeftovers(swept.removed(), swept.running(), swept.untold(), swept.problems());
        } catch (IOException e) {
            return new ContainerLeftovers(
                    List.of(), Set.of(), Set.of(), List.of("containers were not looked for: " + Sentences.of(e)));
        }
    }
}
