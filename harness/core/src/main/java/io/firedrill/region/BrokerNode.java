package io.firedrill.region;

import io.firedrill.kafka.BrokerConfig;
import io.firedrill.kafka.BrokerDisk;
import io.firedrill.kafka.HostPort;
import io.firedrill.kafka.Listener;
import io.firedrill.scenario.Endpoint;
import io.firedrill.scenario.RegionNodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One broker of a {@link BrokerRegion}, or one controller apart: its files, its ports and its process, if any. */
final class BrokerNode {
    private final Path home;
    private final Map<Listener, Listening> listens;
    private final BrokerConfig config;
    private final KafkaProgram program;
    private final AtomicReference<@Nullable Child> process = new AtomicReference<>();
    private volatile boolean paused;
    private volatile boolean started;
    private final AtomicInteger holds = new AtomicInteger();

    /** @param home where its files lie */
    BrokerNode(Path home, Map<Listener, Listening> listens, BrokerConfig config, KafkaProgram program) {
        this.home = home;
        this.listens = Map.copyOf(listens);
        this.config = config;
        this.program = program;
    }

    static Path disk(Path home) {
        return home.resolve("disk");
    }

    static Path configFile(Path home) {
        return home.resolve("server.properties");
    }

    /** Holds the cluster's id, for whoever formats the disk. */
    static Path clusterFile(Path home) {
        return home.resolve("cluster.id");
    }

    static Path jaasFile(Path home) {
        return home.resolve("broker.jaas");
    }

    /** What reports and fault receipts call it. */
    static String name(Endpoint node) {
        return node.region() + " " + RegionNodes.word(node.broker()) + " " + node.broker();
    }

    /** How its files are called. */
    static String file(Endpoint node) {
        return RegionNodes.word(node.broker()) + "-" + node.broker();
    }

    String name() {
        return program.name();
    }

    int id() {
        return program.who().broker();
    }

    /** Whether it is a controller and no broker. */
    boolean apart() {
        return program.who().part() == Endpoint.Part.CONTROLLER;
    }

    Path disk() {
        return disk(home);
    }

    Path log() {
        return program.log();
    }

    /** Where the harness sees whether it accepts connections. */
    HostPort door() {
        return at(apart() ? Listener.CONTROLLER : Listener.OBSERVER);
    }

    /** Where the harness finds a listener, past its proxy. */
    HostPort at(Listener listener) {
        Listening place = listens.get(listener);
        if (place == null) {
            throw new IllegalStateException(name() + " has no listener " + listener);
        }
        return place.direct();
    }

    /** Writes the configuration, formats the disk if it is new, and starts the process. */
    void start(RunContext run, String clusterId) throws IOException {
        if (process().isPresent()) {
            return;
        }
        Files.createDirectories(home);
        Files.writeString(configFile(home), config.text());
        SecretFile.write(jaasFile(home), run.credentials().brokerJaas());
        Files.writeString(clusterFile(home), clusterId);
        if (!Files.exists(disk())) {
            if (run.checkpoint().isPresent()) {
                BrokerDisk.format(disk(), clusterId, id(), run.checkpoint().get());
            } else {
                Files.createDirectories(disk());
            }
        }
        for (Listening place : listens.values()) {
            run.addresses().release(place);
        }
        paused = false;
        started = true;
        process.set(run.launcher().start(program));
    }

    /** The process, while it is alive. */
    Optional<Child> process() {
        return Optional.ofNullable(process.get()).filter(Child::isAlive);
    }

    boolean running() {
        return process().isPresent() && !paused;
    }

    /** Whether it was started and nobody ended it or paused it since: it should be ready, or become so. */
    boolean wanted() {
        return started && holds.get() == 0 && !paused;
    }

    /** Somebody wants it down; counted. */
    void hold() {
        holds.incrementAndGet();
    }

    /** One who wanted it down wants so no longer; says whether that was the last. */
    boolean released() {
        return holds.updateAndGet(count -> Math.max(0, count - 1)) == 0;
    }

    boolean paused() {
        return process().isPresent() && paused;
    }

    void setPaused(boolean paused) {
        this.paused = paused;
    }

    BrokerConfig config() {
        return config;
    }
}
