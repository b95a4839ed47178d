package io.firedrill.region;

import io.firedrill.region.engine.ContainerStreams;
import io.firedrill.region.engine.Engine;
import io.firedrill.scenario.Endpoint;
import io.firedrill.scenario.Environment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Starts Kafka's programs in containers, each by the image's own script for running a class of Kafka's. Folders are at the same path
 * inside and outside, so configuration, disk and logs are the same files as on processes. A program that is started again runs in the
 * container it had before, with the same addresses and ports.
 * Each shares the network of a container beside it ({@link ContainerHouses}).
 *
 * <p>Workers are processes of this machine, or run in containers of Kafka's image, which has the java that they need; the harness's jars
 * are mounted then.
 */
final class ContainerLauncher implements Launcher {
    /** No program ends with it. */
    private static final int UNKNOWN = -1;

    private final Engine engine;
    private final ContainerRun run;
    private final ContainerSpecs specs;
    private final ProcessSupervisor supervisor;
    private final Path logs;
    private final Map<String, String> containers = new ConcurrentHashMap<>();
    private final ContainerHouses houses;
    private final Map<Endpoint, String> ofServices = new ConcurrentHashMap<>();
    private final List<ContainerChild> started = new CopyOnWriteArrayList<>();
    private final List<Consumer<ChildExit>> listeners = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "containers");
        thread.setDaemon(true);
        return thread;
    });

    /** @param supervisor starts workers that are processes of this machine */
    ContainerLauncher(
            Engine engine,
            ContainerRun run,
            ContainerAddresses addresses,
            KafkaPrograms programs,
            ProcessSupervisor supervisor,
            Path logs) {
        this.engine = engine;
        this.run = run;
        this.houses = new ContainerHouses(engine, run, addresses);
        this.specs = new ContainerSpecs(run, programs.launchJar(), logs);
        this.supervisor = supervisor;
        this.logs = logs;
    }

    @Override
    public Child start(KafkaProgram program) throws IOException {
        specs.prepare(program);
        String id = container(program);
        engine.start(id);
        return watched(
                new ContainerChild(engine, id, program.name(), program.log(), ChildSpec.Ending.WHEN_ASKED, threads));
    }

    @Override
    public SpokenChild start(WorkerProgram program) throws IOException {
        if (run.options().workers() == Environment.Workers.HOST) {
            return ProcessLauncher.start(program, supervisor, logs);
        }
        String house = ofServices.get(program.who());
        if (house == null) {
            house = home(
                    program.who(),
                    "the services of " + program.who().region(),
                    "services-" + program.who().region());
            ofServices.put(program.who(), house);
        }
        String id = engine.create(specs.of(program, house));
        ContainerStreams streams = engine.attach(id);
        engine.start(id);
        return watched(new ContainerChild(
                engine, id, program.name(), program.log(), ChildSpec.Ending.WHEN_DONE, threads, streams));
    }

    /** What runs in a container from now on. Its end is told, unless it was asked for. */
    private ContainerChild watched(ContainerChild child) {
        started.add(child);
        child.watch();
        String name = child.name();
        child.exit().whenComplete((exit, failure) -> {
            if (failure != null ? !child.asked() : !exit.asked()) {
                ChildExit told = failure == null ? exit : untold(name, failure);
                listeners.forEach(listener -> listener.accept(told));
            }
        });
        return child;
    }

    /** The engine no longer says whether it runs: as good as its end, since whatever becomes of it is no Kafka's doing. */
    private static ChildExit untold(String name, Throwable failure) {
        Throwable why = failure.getCause() == null ? failure : failure.getCause();
        return new ChildExit(
                name,
                UNKNOWN,
                false,
                System.nanoTime(),
                "",
                List.of("nobody can tell whether it runs: " + why.getMessage()));
    }

    /** Of the container that was made for a program; it is made when there is none. One program is started by one thread at a time. */
    private String container(KafkaProgram program) throws IOException {
        String known = containers.get(program.file());
        if (known != null) {
            return known;
        }
        String place = home(program.who(), program.name(), program.file());
        String id = engine.create(specs.of(program, place));
        containers.put(program.file(), id);
        return id;
    }

    /** Of the container that holds the network of a program. */
    private String home(Endpoint who, String name, String file) throws IOException {
        ContainerHouses.House house = houses.open(who, file);
        // It writes no file; what it said is asked of the engine.
        watched(new ContainerChild(
                engine,
                house.container(),
                "the container with the network of " + name,
                logs.resolve(house.name() + ".log"),
                ChildSpec.Ending.WHEN_ASKED,
                threads));
        return house.container();
    }

    @Override
    public void disconnect(Collection<Endpoint> places) throws IOException {
        houses.disconnect(places);
    }

    @Override
    public void reconnect(Collection<Endpoint> places) throws IOException {
        houses.reconnect(places);
    }

    @Override
    public String pause(Collection<Child> children) throws IOException {
        Together.each(alive(children), child -> engine.pause(child.id()));
        return "the container engine's pause (cgroup freezer)";
    }

    @Override
    public void resume(Collection<Child> children) throws IOException {
        Together.each(alive(children), child -> {
            try {
                engine.resume(child.id());
            } catch (io.firedrill.region.engine.EngineException e) {
                // One that is not paused runs on already; so does a process that gets SIGCONT.
                if (e.status() != 409 && !String.valueOf(e.getMessage()).contains("not paused")) {
                    throw e;
                }
            }
        });
    }

    private static List<ContainerChild> alive(Collection<Child> children) {
        return children.stream()
                .map(ContainerChild.class::cast)
                .filter(Child::isAlive)
                .toList();
    }

    /** Calls {@code listener} for each child that ends without having been asked to. */
    void onUnexpectedExit(Consumer<ChildExit> listener) {
        listeners.add(listener);
    }

    /** How many of those that were started have not ended yet. */
    long watching() {
        return started.stream().filter(Child::isAlive).count();
    }

    /** Whatever ends from now on was to end. */
    void close() {
        started.forEach(ContainerChild::expectEnd);
        threads.shutdown();
    }
}
