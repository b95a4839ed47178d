package io.firedrill.region;

import io.firedrill.kafka.BrokerConfig;
import io.firedrill.kafka.BrokerDisk;
import io.firedrill.kafka.HostPort;
import io.firedrill.kafka.Listener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One broker of a {@link ProcessRegion}: its files, its ports and its process, if any. */
final class BrokerNode {
    private final String region;
    private final int id;
    private final Path home;
    private final Path log;
    private final Map<Listener, HostPort> listens;
    private final BrokerConfig config;
    private final JavaProgram program;
    private final AtomicReference<@Nullable ChildProcess> process = new AtomicReference<>();
    private volatile boolean paused;
    private volatile boolean wanted;

    BrokerNode(
            String region,
            int id,
            Path home,
            Path log,
            Map<Listener, HostPort> listens,
            BrokerConfig config,
            JavaProgram program) {
        this.region = region;
        this.id = id;
        this.home = home;
        this.log = log;
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

    static Path jaasFile(Path home) {
        return home.resolve("broker.jaas");
    }

    /** What reports and fault receipts call it. */
    static String name(String region, int id) {
        return region + " broker " + id;
    }

    String name() {
        return name(region, id);
    }

    int id() {
        return id;
    }

    Path disk() {
        return disk(home);
    }

    Path log() {
        return log;
    }

    HostPort observer() {
        HostPort observer = listens.get(Listener.OBSERVER);
        if (observer == null) {
            throw new IllegalStateException(name() + " has no observer listener");
        }
        return observer;
    }

    /** Writes the configuration, formats the disk if it is new, and starts the process. */
    void start(ProcessSupervisor supervisor, LoopbackAddress address, String jaas, String clusterId, Path checkpoint)
            throws IOException {
        if (process().isPresent()) {
            return;
        }
        Files.createDirectories(home);
        Files.writeString(configFile(home), config.text());
        SecretFile.write(jaasFile(home), jaas);
        if (!Files.exists(disk())) {
            BrokerDisk.format(disk(), clusterId, id, checkpoint);
        }
        for (HostPort port : listens.values()) {
            address.release(port);
        }
        paused = false;
        wanted = true;
        process.set(supervisor.start(new ChildSpec(name(), program.command(), log)));
    }

    /** The process, while it is alive. */
    Optional<ChildProcess> process() {
        return Optional.ofNullable(process.get()).filter(ChildProcess::isAlive);
    }

    boolean running() {
        return process().isPresent() && !paused;
    }

    /** Whether it was started and nobody ended it or paused it since: it should be ready, or become so. */
    boolean wanted() {
        return wanted && !paused;
    }

    void unwanted() {
        wanted = false;
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
