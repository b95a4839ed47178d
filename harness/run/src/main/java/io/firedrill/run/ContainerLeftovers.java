package io.firedrill.run;

import io.firedrill.region.ContainerSweep;
import io.firedrill.region.engine.Engine;
import io.firedrill.region.engine.EngineException;
import io.firedrill.region.engine.EngineSocket;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What dead runs left on this machine's container engine.
 *
 * @param removed names of containers and networks that were removed
 * @param running folders of runs that go on, left alone
 * @param problem what could not be done, a sentence; empty where all was, or there is no engine
 */
public record ContainerLeftovers(List<String> removed, Set<String> running, Optional<String> problem) {
    public ContainerLeftovers {
        removed = List.copyOf(removed);
        running = Set.copyOf(running);
    }

    /** Removes them. Only what bears a run's label is touched, and only if that run's harness is dead. */
    public static ContainerLeftovers clean() {
        EngineSocket socket;
        try {
            socket = EngineSocket.find();
        } catch (EngineException none) {
            return new ContainerLeftovers(List.of(), Set.of(), Optional.empty());
        }
        try {
            ContainerSweep.Swept swept = ContainerSweep.dead(Engine.at(socket));
            return new ContainerLeftovers(swept.removed(), swept.running(), Optional.empty());
        } catch (IOException e) {
            return new ContainerLeftovers(
                    List.of(), Set.of(), Optional.of("containers were not looked for: " + Sentences.of(e)));
        }
    }
}
