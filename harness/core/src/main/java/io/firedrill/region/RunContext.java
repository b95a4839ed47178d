package io.firedrill.region;

import io.firedrill.kafka.Credentials;
import io.firedrill.kafka.JvmOptions;
import io.firedrill.launch.StallMeter;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

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
    /** The hosts file of every child. */
    public Path hosts() {
        return data.resolve("hosts");
    }

    /**
     * A program of Kafka's as it shall be started: with its archive, and with its stalls noted beside its log.
     *
     * @param file how its files in the log directory are called, without an ending
     */
    public JavaProgram prepared(ProgramRole role, JavaProgram program, String file) {
        return watched(tuning.tune(role, program), file);
    }

    /**
     * A program on the harness's own class path, such as a worker, to be started on {@link #supervisor}.
     *
     * @param file how its files in the log directory are called, without an ending
     */
    public JavaProgram ofHarness(String mainClass, List<String> arguments, JvmOptions jvm, String file) {
        Map<String, String> properties = Map.of("jdk.net.hosts.file", hosts().toString());
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        return watched(new JavaProgram(mainClass, arguments, classPath, jvm, properties), file);
    }

    private JavaProgram watched(JavaProgram program, String file) {
        return program.with(
                        StallMeter.FILE, logs.resolve(file + "-stalls.jsonl").toString())
                .withOption("-XX:ErrorFile=" + logs.resolve(file + "-crash.log"))
                // Half a broker is worse than none: its end is reported, its limping would be measured.
                .withOption("-XX:+ExitOnOutOfMemoryError");
    }
}
