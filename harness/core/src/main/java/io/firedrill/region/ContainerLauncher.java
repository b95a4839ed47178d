package io.firedrill.region;

import io.firedrill.kafka.JvmOptions;
import io.firedrill.launch.StallFile;
import io.firedrill.region.engine.ContainerSpec;
import io.firedrill.region.engine.Engine;
import io.firedrill.scenario.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Starts Kafka's programs in containers, each by the image's own script for running a class of Kafka's. Folders are at the same path
 * inside and outside, so configuration, disk and logs are the same files as on processes. A program that is started again runs in the
 * container it had before, with the same addresses and ports.
 *
 * <p>Each has a second container beside it that does nothing and holds its network, as in a pod of Kubernetes: when a broker is killed,
 * its address goes on to answer, by refusing. Otherwise connections to it would hang in the proxy server, which dials one after the
 * other and then serves nobody on that path for up to a minute after the broker is back.
 */
final class ContainerLauncher implements Launcher {
    /** No program ends with it. */
    private static final int UNKNOWN = -1;

    private static final String OPTIONS = "java.options";

    /**
     * The log, then what Kafka's script shall run, in the folder of a broker or a MirrorMaker. A disk that is not formatted yet is for the
     * image's own Kafka to format: it may be of another version than the harness knows. Whatever goes wrong before the log is open stands
     * in the container's own.
     */
    private static final String START =
            """
            for script in /opt/kafka/bin/kafka-run-class.sh kafka-run-class.sh kafka-run-class; do
                if command -v "$script" >/dev/null 2>&1; then
                    if [ -f cluster.id ] && [ ! -f disk/meta.properties ]; then
                        KAFKA_OPTS= "$script" kafka.tools.StorageTool format --ignore-formatted \
                            -t "$(cat cluster.id)" -c server.properties >>"$0" 2>&1 || exit
                    fi
                    exec "$script" "$@" >>"$0" 2>&1
                fi
            done
            echo "firedrill: this image has no kafka-run-class.sh, so it is no image of Kafka that can be used" >>"$0"
            exit 64
            """;

    private static final String IDLE = "trap 'exit 0' TERM; while :; do sleep 3600 & wait; done";

    private final Engine engine;
    private final ContainerRun run;
    private final ContainerAddresses addresses;
    private final KafkaPrograms programs;
    private final Path logs;
    private final Map<String, String> containers = new ConcurrentHashMap<>();
    private final Map<Endpoint, Integer> housed = new HashMap<>();
    private final Map<Endpoint, House> houses = new ConcurrentHashMap<>();
    private final List<ContainerChild> started = new CopyOnWriteArrayList<>();
    private final List<Consumer<ChildExit>> listeners = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "containers");
        thread.setDaemon(true);
        return thread;
    });

    ContainerLauncher(
            Engine engine, ContainerRun run, ContainerAddresses addresses, KafkaPrograms programs, Path logs) {
        this.engine = engine;
        this.run = run;
        this.addresses = addresses;
        this.programs = programs;
        this.logs = logs;
    }

    @Override
    public Child start(KafkaProgram program) throws IOException {
        JavaProgram metered = program.program()
                .metered(logs, program.name(), StallFile.KAFKA, program.file())
                // Its standard input is nobody's; the watchdog ends it.
                .readingItsInput();
        Files.writeString(options(program), text(metered));
        String id = container(program);
        engine.start(id);
        return watched(id, program.name(), program.log());
    }

    /** What runs in a container from now on. Its end is told, unless it was asked for. */
    private ContainerChild watched(String id, String name, Path log) {
        ContainerChild child = new ContainerChild(engine, id, name, log, threads);
        started.add(child);
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
                List.of("nobody can tell whether it runs: " + why.getMessage()));
    }

    /** Of the container that was made for a program; it is made when there is none. One program is started by one thread at a time. */
    private String container(KafkaProgram program) throws IOException {
        String known = containers.get(program.file());
        if (known != null) {
            return known;
        }
        ContainerSpec spec = place(program);
        String place = engine.create(spec);
        engine.start(place);
        // It writes no file; what it said is asked of the engine.
        watched(place, "the container with the network of " + program.name(), logs.resolve(spec.name() + ".log"));
        // The last network is the one that it shares with the proxy server.
        houses.put(
                program.who(),
                new House(place, spec.networks().get(spec.networks().size() - 1)));
        String id = engine.create(spec(program, place));
        containers.put(program.file(), id);
        return id;
    }

    private synchronized int housed(Endpoint who) {
        return housed.merge(who, 1, Integer::sum) - 1;
    }

    /** What holds the network of a program. */
    private ContainerSpec place(KafkaProgram program) {
        Endpoint who = program.who();
        int node = addresses.node(who);
        List<ContainerSpec.Attachment> networks = new ArrayList<>();
        List<ContainerSpec.Published> published = addresses.ofNode(who);
        if (!published.isEmpty()) {
            networks.add(run.shared(addresses.subnets().sharedNode(node)));
        }
        networks.add(run.own(node, addresses.subnets().ofNode(node, housed(who))));
        return new ContainerSpec(
                run.name(program.file() + "-network"),
                run.options().kafkaImage(),
                Optional.of(run.user()),
                ContainerAddresses.hostname(who),
                Map.of(),
                List.of("sh", "-c", IDLE),
                List.of(),
                Optional.empty(),
                List.of(),
                List.of(),
                published,
                Optional.empty(),
                networks,
                ContainerSpec.Limits.NONE,
                Map.of(),
                run.labels());
    }

    private ContainerSpec spec(KafkaProgram program, String place) {
        List<Path> mounts = new ArrayList<>(program.folders());
        mounts.add(logs);
        mounts.add(programs.launchJar());
        List<String> command = new ArrayList<>(List.of(
                "sh",
                "-c",
                START,
                program.log().toString(),
                io.firedrill.launch.Child.class.getName(),
                program.program().mainClass()));
        command.addAll(program.program().arguments());
        return new ContainerSpec(
                run.name(program.file()),
                run.options().kafkaImage(),
                Optional.of(run.user()),
                "",
                environment(program),
                command,
                List.of(),
                Optional.of(program.folders().get(0)),
                mounts,
                List.of(programs.launchJar()),
                List.of(),
                Optional.of(place),
                List.of(),
                program.role() == ProgramRole.BROKER ? run.options().limits() : ContainerSpec.Limits.NONE,
                Map.of(),
                run.labels());
    }

    /** What Kafka's scripts take from the environment. What may hold blanks, as a path does, goes by a file: they don't quote. */
    private Map<String, String> environment(KafkaProgram program) {
        JvmOptions jvm = program.program().jvm();
        Map<String, String> environment = new TreeMap<>();
        if (jvm.heapMebibytes() > 0) {
            environment.put("KAFKA_HEAP_OPTS", "-Xmx" + jvm.heapMebibytes() + "m");
        }
        environment.put(
                "KAFKA_JVM_PERFORMANCE_OPTS",
                (jvm.quickStart() ? String.join(" ", JvmOptions.QUICK_START) + " " : "")
                        + "-XX:SharedArchiveFile=/opt/kafka/"
                        + (program.role() == ProgramRole.BROKER
                                ? "kafka"
                                : program.role().fileName()) + ".jsa");
        // In the folder that it starts in.
        environment.put("KAFKA_OPTS", "@" + OPTIONS);
        environment.put("CLASSPATH", programs.launchJar().toString());
        environment.put("KAFKA_LOG4J_OPTS", "-Dlog4j2.configurationFile=/etc/kafka/docker/log4j2.yaml");
        // Nothing is logged there, but the scripts want to have a folder.
        environment.put("LOG_DIR", "/tmp");
        return environment;
    }

    private static Path options(KafkaProgram program) {
        return program.folders().get(0).resolve(OPTIONS);
    }

    /** As an argument file of the java command. Heap, compiler and collector go by variables of Kafka's scripts. */
    private static String text(JavaProgram program) {
        StringBuilder text = new StringBuilder("-XX:-UsePerfData\n");
        program.jvm().more().forEach(option -> text.append(quoted(option)));
        new TreeMap<>(program.properties())
                .forEach((property, value) -> text.append(quoted("-D" + property + "=" + value)));
        return text.toString();
    }

    private static String quoted(String option) {
        return "\"" + option.replace("\\", "\\\\").replace("\"", "\\\"") + "\"\n";
    }

    /**
     * What holds the network of a broker.
     *
     * @param container its id
     * @param own the network that it shares with the proxy server alone
     */
    private record House(String container, ContainerSpec.Attachment own) {}

    @Override
    public void disconnect(Collection<Endpoint> places) throws IOException {
        Together.each(houses(places), house -> engine.disconnect(house.own().network(), house.container()));
    }

    @Override
    public void reconnect(Collection<Endpoint> places) throws IOException {
        Together.each(houses(places), house -> engine.connect(house.own(), house.container()));
    }

    private List<House> houses(Collection<Endpoint> places) throws IOException {
        List<House> found = new ArrayList<>();
        for (Endpoint place : places) {
            House house = houses.get(place);
            if (house == null) {
                throw new IOException(place + " was never started, so it has no network");
            }
            found.add(house);
        }
        return found;
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
