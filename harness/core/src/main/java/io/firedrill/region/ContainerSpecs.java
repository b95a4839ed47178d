package io.firedrill.region;

import io.firedrill.kafka.JvmOptions;
import io.firedrill.launch.StallFile;
import io.firedrill.region.engine.ContainerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What containers of a run's programs are made of. Folders are at the same path inside and outside. */
final class ContainerSpecs {
    private static final String OPTIONS = "java.options";

    /**
     * The log, then what Kafka's script shall run, in the folder of a broker or a MirrorMaker. A disk that is not formatted yet is for the
     * image's own Kafka to format: it may be of another version than the harness knows. Whatever goes wrong before the log is open stands
     * in the container's own.
     */
    private static final String START =
            """
            for script in %s; do
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
            """
                    .formatted(ImageLayout.scriptsForShell());

    /** What it says goes to the harness, all else into the log. */
    private static final String SPEAK =
            """
            exec 2>>"$0"
            for java in %s; do
                if command -v "$java" >/dev/null 2>&1; then
                    exec "$java" "$@"
                fi
            done
            echo "firedrill: this image has no java, so no worker can run in it" >&2
            exit 64
            """
                    .formatted(ImageLayout.javaForShell());

    private final ContainerRun run;
    private final Path launchJar;
    private final Path logs;

    /** @param launchJar what stands before Kafka's own class path */
    ContainerSpecs(ContainerRun run, Path launchJar, Path logs) {
        this.run = run;
        this.launchJar = launchJar;
        this.logs = logs;
    }

    /** Writes what a program finds in the folder that it starts in. */
    void prepare(KafkaProgram program) throws IOException {
        JavaProgram metered = program.program()
                .metered(logs, program.name(), StallFile.KAFKA, program.file())
                // Its standard input is nobody's; the watchdog ends it.
                .readingItsInput();
        Files.writeString(options(program), text(metered));
    }

    /**
     * Of a broker or a MirrorMaker.
     *
     * @param place id of the container that holds its network
     */
    ContainerSpec of(KafkaProgram program, String place) {
        List<Path> mounts = new ArrayList<>(program.folders());
        mounts.add(logs);
        mounts.add(launchJar);
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
                false,
                Optional.of(program.folders().get(0)),
                mounts,
                List.of(launchJar),
                List.of(),
                Optional.of(place),
                List.of(),
                program.role() == ProgramRole.BROKER
                        ? run.options().limitsIn(program.who().region())
                        : ContainerSpec.Limits.NONE,
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
        environment.put("CLASSPATH", launchJar.toString());
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
     * Of a worker.
     *
     * @param place id of the container that holds its network
     */
    ContainerSpec of(WorkerProgram program, String place) throws IOException {
        JavaProgram metered = program.program().ofHarness(logs, program.name(), program.file());
        List<Path> jars = ClassPathFiles.of(metered.classPath());
        List<Path> mounts = new ArrayList<>(program.folders());
        mounts.addAll(jars);
        List<String> command = new ArrayList<>(
                List.of("sh", "-c", SPEAK, program.log().toAbsolutePath().toString()));
        command.addAll(metered.command("java").stream().skip(1).toList());
        return new ContainerSpec(
                run.name(program.file()),
                run.options().kafkaImage(),
                Optional.of(run.user()),
                "",
                // Names of folders need not be ASCII.
                Map.of("LC_ALL", "C.UTF-8"),
                command,
                List.of(),
                true,
                Optional.of(program.folders().get(0)),
                mounts,
                jars,
                List.of(),
                Optional.of(place),
                List.of(),
                ContainerSpec.Limits.NONE,
                Map.of(),
                run.labels());
    }
}
