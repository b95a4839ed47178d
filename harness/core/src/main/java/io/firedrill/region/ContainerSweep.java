package io.firedrill.region;

import io.firedrill.region.engine.Engine;
import io.firedrill.region.engine.EngineException;
import io.firedrill.region.engine.EngineSocket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/** Removes what runs made on a container engine. */
public final class ContainerSweep {
    /** What is being made at this moment is found by the next look. */
    private static final int LOOKS = 20;

    /** Neither what keeps the engine from removing something nor what it has yet to make is told by an event. */
    private static final long BETWEEN_NANOS = 250_000_000L;

    /** The engine goes on with what a dead harness had asked for: as long as this something may still come to be. */
    private static final long QUIET_NANOS = 4_000_000_000L;

    private ContainerSweep() {}

    /**
     * Removes every container and network of a run. Once this returns none is left.
     *
     * @return their names
     */
    static List<String> run(Engine engine, String run) throws IOException {
        String label = ContainerLabels.RUN + "=" + run;
        Set<String> removed = new LinkedHashSet<>();
        IOException last = null;
        for (int look = 0; look < LOOKS; look++) {
            List<Engine.Labelled> containers = engine.containers(label);
            List<Engine.Labelled> networks = engine.networks(label);
            if (containers.isEmpty() && networks.isEmpty()) {
                return List.copyOf(removed);
            }
            containers.forEach(one -> removed.add("container " + one.name()));
            networks.forEach(one -> removed.add("network " + one.name()));
            try {
                Together.each(containers, one -> engine.remove(one.id()));
                Together.each(networks, one -> engine.removeNetwork(one.id()));
                last = null;
            } catch (IOException e) {
                // A container that is just being made can't be removed, nor can its network; the next look finds both.
                last = e;
                LockSupport.parkNanos(BETWEEN_NANOS);
            }
        }
        if (last != null) {
            throw last;
        }
        throw new EngineException(
                "containers of the run " + run + " come back as fast as they are removed",
                new IllegalStateException(String.join(", ", removed)));
    }

    /**
     * What a sweep did.
     *
     * @param removed names of what was removed
     * @param running folders of runs that go on, whose containers were left alone
     */
    public record Swept(List<String> removed, Set<String> running) {
        public Swept {
            removed = List.copyOf(removed);
            running = Set.copyOf(running);
        }
    }

    /** Removes what runs left whose harness is dead; those of others that can't be told are left alone. */
    public static Swept dead(Engine engine) throws IOException {
        List<Engine.Labelled> all = new ArrayList<>(engine.containers(ContainerLabels.RUN));
        all.addAll(engine.networks(ContainerLabels.RUN));
        Set<String> dead = new TreeSet<>();
        Set<String> running = new TreeSet<>();
        for (Engine.Labelled one : all) {
            if (ContainerLabels.alive(one.labels())) {
                running.add(ContainerLabels.folder(one.labels()));
            } else {
                dead.add(one.labels().getOrDefault(ContainerLabels.RUN, ""));
            }
        }
        List<String> removed = new ArrayList<>();
        for (String run : dead) {
            removed.addAll(run(engine, run));
        }
        return new Swept(removed, running);
    }

    /**
     * What a watchdog calls when the harness is gone: {@code SOCKET RUN}.
     *
     * @throws IOException something could not be removed
     */
    public static void main(String[] args) throws IOException {
        Engine engine = Engine.at(new EngineSocket(Path.of(args[0]), "said by the run"));
        long quietSince = System.nanoTime();
        while (System.nanoTime() - quietSince < QUIET_NANOS) {
            if (!run(engine, args[1]).isEmpty()) {
                quietSince = System.nanoTime();
            }
            LockSupport.parkNanos(BETWEEN_NANOS);
        }
    }
}
