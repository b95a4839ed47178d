package io.firedrill.replication;

import io.firedrill.kafka.Credentials;
import io.firedrill.kafka.Deviation;
import io.firedrill.kafka.JvmOptions;
import io.firedrill.region.Child;
import io.firedrill.region.ChildExit;
import io.firedrill.region.JavaProgram;
import io.firedrill.region.KafkaProgram;
import io.firedrill.region.ProgramRole;
import io.firedrill.region.Region;
import io.firedrill.region.RegionFailedException;
import io.firedrill.region.RunContext;
import io.firedrill.region.SecretFile;
import io.firedrill.region.Vantage;
import io.firedrill.scenario.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * A dedicated MirrorMaker 2 of one flow, that belongs to the target region: it reads from the source
 * across the link and writes within its own region. It may be started together with the brokers; it waits for them.
 *
 * <p>Several may want it down at a time, a fault and a runbook: each {@link #kill} and {@link #stop} counts, also when it is down
 * already, and each {@link #start} takes one of them back.
 *
 * <p>Safe for use by several threads. Signals return at once or after the process is gone, as each says.
 */
public final class MirrorMaker {
    /** Heap unless told otherwise, in MiB. */
    public static final int HEAP_MEBIBYTES = 256;

    private static final String MAIN = "org.apache.kafka.connect.mirror.MirrorMaker";
    private static final Duration KILL = Duration.ofSeconds(10);

    private final RunContext run;
    private final FlowSpec flow;
    private final Region source;
    private final Region target;
    private final MirrorMakerConfig config;
    private final JvmOptions jvm;
    private final String file;
    private final Path home;
    private final Path log;
    private final Optional<MetricSampling> sampling;
    private Optional<Child> process = Optional.empty();
    private int holds;

    /**
     * Prepares a MirrorMaker; nothing runs yet.
     *
     * @param run the run it belongs to
     * @param source the region {@code flow.from()}
     * @param target the region {@code flow.to()}
     * @param sampling where its metrics go, if anywhere
     */
    public MirrorMaker(
            RunContext run,
            FlowSpec flow,
            Region source,
            Region target,
            JvmOptions jvm,
            Optional<MetricSampling> sampling) {
        this.run = run;
        this.flow = flow;
        this.source = source;
        this.target = target;
        this.jvm = jvm;
        this.sampling = sampling;
        this.config = MirrorMakerConfig.of(
                flow,
                new MirrorMakerConfig.Ends(
                        source.bootstrap(Vantage.OTHER_REGIONS_MIRROR),
                        target.bootstrap(Vantage.SAME_REGION),
                        source.brokers().size(),
                        target.brokers().size()));
        this.file = flow.to() + "-mirror-maker-from-" + flow.from();
        this.home = run.data().resolve(flow.to()).resolve(file);
        this.log = run.logs().resolve(file + ".log");
    }

    /** What reports call it. */
    public String name() {
        return "MirrorMaker " + flow.name();
    }

    /** The flow it serves. */
    public FlowSpec flow() {
        return flow;
    }

    /** Where it differs from MirrorMaker's defaults. */
    public List<Deviation> deviations() {
        List<Deviation> all = new ArrayList<>(config.deviations());
        all.addAll(jvm.deviations("MirrorMaker"));
        return all;
    }

    /** Its settings, without secrets. */
    public MirrorMakerConfig config() {
        return config;
    }

    /** The topics at the target in which it keeps its state. */
    public List<NewTopic> workerTopics() {
        return config.workerTopics(flow.from());
    }

    /**
     * Takes one {@link #kill} or {@link #stop} back, and starts the process if nothing else keeps it down. It mirrors nothing yet when
     * this returns.
     *
     * @return whether it runs now
     */
    public synchronized boolean start() throws IOException {
        holds = Math.max(0, holds - 1);
        if (holds > 0 || isAlive()) {
            return isAlive();
        }
        Files.createDirectories(home);
        run.writeHosts(Endpoint.mirror(flow.to()));
        Files.writeString(configFile(), config.text());
        SecretFile.write(jaasFile(), run.credentials().clientJaas(Credentials.MIRROR_MAKER));
        Endpoint who = Endpoint.mirror(flow.to());
        List<Path> folders = new ArrayList<>(List.of(home, run.hosts(who).resolveSibling(".")));
        sampling.ifPresent(to -> folders.add(to.file().toAbsolutePath().resolveSibling(".")));
        JavaProgram program = sampling.map(to -> to.in(program())).orElseGet(this::program);
        process = Optional.of(run.launcher()
                .start(new KafkaProgram(who, ProgramRole.MIRROR_MAKER, name(), file, program, log, folders)));
        return true;
    }

    /** The program without archive and sampling. */
    private JavaProgram program() {
        Map<String, String> properties = new HashMap<>(run.resolver(Endpoint.mirror(flow.to())));
        properties.put("java.security.auth.login.config", jaasFile().toString());
        return run.programs().program(MAIN, List.of(configFile().toString(), "--clusters", flow.to()), jvm, properties);
    }

    /**
     * Once this returns its connectors run: the source connector has made the offset-syncs topic at the source, and a
     * heartbeat was written at the target (unless the scenario turns heartbeats off). The regions must be ready.
     */
    public void awaitReady(Duration atMost) throws RegionFailedException, InterruptedException {
        try (MirrorProbe probe = new MirrorProbe(this, source, target, atMost)) {
            probe.awaitConnectors();
        }
    }

    /** Once this returns every one of these source topics has its counterpart at the target, with as many partitions. */
    public void awaitTopics(Set<String> topics, Duration atMost) throws RegionFailedException, InterruptedException {
        try (MirrorProbe probe = new MirrorProbe(this, source, target, atMost)) {
            probe.awaitTopics(topics);
        }
    }

    /** Whether the process runs or is paused. */
    public synchronized boolean isAlive() {
        return process.filter(Child::isAlive).isPresent();
    }

    /** The process, while it is alive. */
    public synchronized Optional<Child> process() {
        return process.filter(Child::isAlive);
    }

    /** Where its output goes. */
    public Path log() {
        return log;
    }

    /** Sends SIGKILL and returns at once. */
    public synchronized void kill() {
        holds++;
        process().ifPresent(Child::kill);
    }

    /**
     * Asks it to end in good order; after {@code atMost} it is killed.
     *
     * @return how it ended, if it ran
     */
    public Optional<ChildExit> stop(Duration atMost) throws IOException, InterruptedException {
        Optional<Child> current;
        synchronized (this) {
            holds++;
            current = process();
        }
        if (current.isEmpty()) {
            return Optional.empty();
        }
        Child child = current.get();
        run.launcher().resume(List.of(child));
        child.terminate();
        try {
            return Optional.of(child.awaitExit(atMost));
        } catch (TimeoutException e) {
            child.kill();
            return Optional.of(gone(child, KILL));
        }
    }

    /**
     * Freezes the process: what is in flight stays so, and its group member is missed after the session time-out.
     *
     * @return by what it was frozen, for a receipt
     */
    public String pause() throws IOException, InterruptedException {
        return run.launcher().pause(process().stream().toList());
    }

    /** Lets it run on. */
    public void resume() throws IOException, InterruptedException {
        run.launcher().resume(process().stream().toList());
    }

    private static ChildExit gone(Child child, Duration atMost) throws IOException, InterruptedException {
        try {
            return child.awaitExit(atMost);
        } catch (TimeoutException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private Path configFile() {
        return home.resolve("mm2.properties");
    }

    private Path jaasFile() {
        return home.resolve("client.jaas");
    }
}
