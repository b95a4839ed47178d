package io.firedrill.region;

import io.firedrill.kafka.Credentials;
import io.firedrill.scenario.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What all processes of a run share.
 *
 * @param supervisor starts and ends those that are children of the harness
 * @param address where the harness and its own children listen
 * @param addresses how the processes reach each other
 * @param launcher starts brokers and MirrorMakers
 * @param credentials their users
 * @param programs Kafka's programs
 * @param checkpoint the bootstrap checkpoint of the Kafka version; empty: a launcher formats disks by Kafka's own command
 * @param data where they keep their data
 * @param logs where their logs go
 */
public record RunContext(
        ProcessSupervisor supervisor,
        LoopbackAddress address,
        Addressing addresses,
        Launcher launcher,
        Credentials credentials,
        KafkaPrograms programs,
        Optional<Path> checkpoint,
        Path data,
        Path logs)
        implements NameService {
    @Override
    public boolean movable() {
        return addresses.movable();
    }

    @Override
    public String addressOf(Endpoint process) throws IOException {
        return addresses.of(process);
    }

    @Override
    public String move(Endpoint process) throws IOException {
        return addresses.move(process);
    }

    @Override
    public void publish(Endpoint process) throws IOException {
        writeHosts(process);
    }

    /** The hosts file of a process, in a folder of its own. */
    public Path hosts(Endpoint process) {
        return data.resolve("hosts").resolve(process.toString()).resolve("hosts");
    }

    /** Writes the hosts file of a process; to be called right before it is started, when all addresses are known. */
    public void writeHosts(Endpoint process) throws IOException {
        Path file = hosts(process);
        Files.createDirectories(file.resolveSibling("."));
        addresses.writeHostsFile(process, file);
    }

    /** Properties by which a JVM resolves names through its hosts file, and remembers them as long as Java does by default. */
    public Map<String, String> resolver(Endpoint process) {
        return Map.of("jdk.net.hosts.file", hosts(process).toString(), "sun.net.inetaddr.ttl", "30");
    }

    /**
     * A program of the harness itself, such as the proxy server, to be started on {@link #supervisor}.
     *
     * @param name what reports and fault receipts call the process
     * @param file how its files in the log directory are called, without an ending
     */
    public JavaProgram ofHarness(JavaProgram program, String name, String file) {
        return OwnArchive.tune(program).ofHarness(logs, name, file);
    }
}
