package io.firedrill.region;

import io.firedrill.region.engine.Engine;
import io.firedrill.region.engine.EngineException;
import io.firedrill.region.engine.EngineSocket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

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
     * Removes every container, network and volume of a run. Once this returns none is left.
     *
     * @param removed told the name of each that is gone, also when others could not be removed
     */
    static void run(Engine engine, String run, Consumer<String> removed) throws IOException {
        run(engine, run, LOOKS, removed);
    }

    /** Looks so many times at most. */
    static void run(Engine engine, String run, int looks, Consumer<String> removed) throws IOException {
        String label = ContainerLabels.RUN + "=" + run;
        Set<String> before = Set.of();
        IOException last = null;
        for (int look = 0; look < looks; look++) {
            List<Engine.Labelled> containers = engine.containers(label);
            List<Engine.Labelled> networks = engine.networks(label);
            List<Engine.Labelled> volumes = engine.volumes(label);
            Set<String> now = new LinkedHashSet<>();
            containers.forEach(one -> now.add("container " + one.name()));
            networks.forEach(one -> now.add("network " + one.name()));
            volumes.forEach(one -> now.add("volume " + one.name()));
            before.stream().filter(name -> !now.contains(name)).forEach(removed);
            before = now;
            if (now.isEmpty()) {
                return;
            }
            try {
                Together.each(containers, one -> engine.remove(one.id()));
                Together.each(networks, one -> engine.removeNetwork(one.id()));
                Together.each(volumes, one -> engine.removeVolume(one.id()));
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
                new IllegalStateException(String.join(", ", before)));
    }

    /**
     * What a sweep did. Folders are those of runs.
     *
     * @param removed names of what was removed
     * @param running folders of runs that go on, whose containers were left alone
     * @param untold folders of runs of which can't be told here whether they go on, whose containers were left alone
     * @param problems what could not be removed, sentences
     */
    public record Swept(List<String> removed, Set<String> running, Set<String> untold, List<String> problems) {
        public Swept {
            removed = List.copyOf(removed);
            running = Collections.unmodifiableSet(new TreeSet<>(running));
            untold = Collections.unmodifiableSet(new TreeSet<>(untold));
            problems = List.copyOf(problems);
        }
    }

    /**
     * Removes what runs left whose harness is dead. One that can't be removed whole keeps no other from being.
     *
     * @throws IOException the engine did not say what is there; nothing was removed
     */
    public static Swept dead(Engine engine) throws IOException {
        return dead(engine, ThisMachine.HERE, LOOKS);
    }

    static Swept dead(Engine engine, ThisMachine here, int looks) throws IOException {
        List<Engine.Labelled> all = new ArrayList<>(engine.containers(ContainerLabels.RUN));
        all.addAll(engine.networks(ContainerLabels.RUN));
        all.addAll(engine.volumes(ContainerLabels.RUN));
        Map<String, String> dead = new TreeMap<>();
        Set<String> running = new TreeSet<>();
        Set<String> untold = new TreeSet<>();
        for (Engine.Labelled one : all) {
            String folder = ContainerLabels.folder(one.labels());
            switch (ContainerLabels.life(one.labels(), here)) {
                case ALIVE -> running.add(folder);
                case UNTOLD -> untold.add(folder);
                case DEAD -> dead.put(one.labels().getOrDefault(ContainerLabels.RUN, ""), folder);
            }
        }
        List<String> removed = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        dead.forEach((run, folder) -> {
            try {
                run(engine, run, looks, removed::add);
            } catch (IOException e) {
                problems.add(
                        "not all that " + folder + " left on the container engine could be removed: " + e.getMessage());
            }
        });
        return new Swept(removed, running, untold, problems);
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
            List<String> removed = new ArrayList<>();
            run(engine, args[1], removed::add);
            if (!removed.isEmpty()) {
                quietSince = System.nanoTime();
            }
            LockSupport.parkNanos(BETWEEN_NANOS);
        }
    }
}
