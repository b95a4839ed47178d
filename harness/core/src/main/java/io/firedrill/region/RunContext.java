package io.firedrill.region;

import io.firedrill.evidence.StallLog;
import io.firedrill.kafka.Credentials;
import io.firedrill.launch.StallMeter;
import io.firedrill.scenario.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What all processes of a run share.
 *
 * @param supervisor starts and ends them
 * @param address where they listen
 * @param credentials their users
 * @param programs Kafka's programs
 * @param tuning the last word on the programs' command lines: class-data archives
 * @param checkpoint the bootstrap checkpoint of the Kafka version
 * @param data where they keep their data
 * @param logs where their logs go
 */
public record RunContext(
        ProcessSupervisor supervisor,
        LoopbackAddress address,
        Credentials credentials,
        KafkaPrograms programs,
        ProgramTuning tuning,
        Path checkpoint,
        Path data,
        Path logs) {
    /** The hosts file of a process. */
    public Path hosts(Endpoint process) {
        return data.resolve("hosts").resolve(process.toString());
    }

    /** Writes the hosts file of a process; to be called right before it is started, when all addresses are known. */
    public void writeHosts(Endpoint process) throws IOException {
        Path file = hosts(process);
        Files.createDirectories(file.getParent());
        address.writeHostsFile(process, file);
    }

    /** Properties by which a JVM resolves names through its hosts file, and remembers them as long as Java does by default. */
    public Map<String, String> resolver(Endpoint process) {
        return Map.of("jdk.net.hosts.file", hosts(process).toString(), "sun.net.inetaddr.ttl", "30");
    }

    /**
     * A program of Kafka's as it shall be started: with its archive, and with its stalls noted beside its log.
     *
     * @param name what reports and fault receipts call the process
     * @param file how its files in the log directory are called, without an ending
     */
    public JavaProgram prepared(ProgramRole role, JavaProgram program, String name, String file) {
        return watched(tuning.tune(role, program), name, StallMeter.KAFKA, file);
    }

    /**
     * A program of the harness itself, such as a worker, to be started on {@link #supervisor}.
     *
     * @param name what reports and fault receipts call the process
     * @param file how its files in the log directory are called, without an ending
     */
    public JavaProgram ofHarness(JavaProgram program, String name, String file) {
        return watched(program.with("java.net.preferIPv4Stack", "true"), name, StallMeter.HARNESS, file);
    }

    private JavaProgram watched(JavaProgram program, String name, String of, String file) {
        return program.with(
                        StallMeter.FILE, logs.resolve(file + StallLog.SUFFIX).toString())
                .with(StallMeter.PROCESS, name)
                .with(StallMeter.OF, of)
                .withOption("-XX:ErrorFile=" + logs.resolve(file + "-crash.log"))
                // Half a broker is worse than none: its end is reported, its limping would be measured.
                .withOption("-XX:+ExitOnOutOfMemoryError");
    }
}
