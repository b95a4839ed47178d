package io.firedrill.region;

import io.firedrill.evidence.StallLog;
import io.firedrill.kafka.JvmOptions;
import io.firedrill.launch.StallFile;
import io.firedrill.launch.StallMeter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A Java program that is to run as a child process: started through {@link io.firedrill.launch.Child}, with the JDK the harness itself runs
 * on.
 *
 * @param mainClass what {@code Child} calls
 * @param arguments its arguments
 * @param classPath must hold the launch module
 * @param jvm heap, compiler, collector
 * @param properties system properties; values appear in the process list, so no secrets
 */
public record JavaProgram(
        String mainClass, List<String> arguments, String classPath, JvmOptions jvm, Map<String, String> properties) {
    public JavaProgram {
        arguments = List.copyOf(arguments);
        properties = Map.copyOf(properties);
    }

    /** This program with one more system property. */
    public JavaProgram with(String property, String value) {
        Map<String, String> more = new LinkedHashMap<>(properties);
        more.put(property, value);
        return new JavaProgram(mainClass, arguments, classPath, jvm, more);
    }

    /** This program, which hears its standard input itself and must end when it does. */
    public JavaProgram readingItsInput() {
        return with(io.firedrill.launch.Child.READS_INPUT, "true");
    }

    /** This program with one more option of the JVM. */
    public JavaProgram withOption(String option) {
        List<String> more = new ArrayList<>(jvm.more());
        more.add(option);
        JvmOptions options = new JvmOptions(jvm.heapMebibytes(), jvm.quickStart(), more);
        return new JavaProgram(mainClass, arguments, classPath, options, properties);
    }

    /**
     * This program, which notes its stalls and what kills it in the folder of logs.
     *
     * @param name what reports and fault receipts call the process
     * @param of {@link StallFile#HARNESS} or {@link StallFile#KAFKA}
     * @param file how its files in the folder are called, without an ending
     */
    JavaProgram metered(Path logs, String name, String of, String file) {
        return with(StallMeter.FILE, logs.resolve(file + StallLog.SUFFIX).toString())
                .with(StallMeter.PROCESS, name)
                .with(StallMeter.OF, of)
                .withOption("-XX:ErrorFile=" + logs.resolve(file + "-crash.log"))
                // Half a broker is worse than none: its end is reported, its limping would be measured.
                .withOption("-XX:+ExitOnOutOfMemoryError");
    }

    /** This program as one of the harness itself, metered. */
    JavaProgram ofHarness(Path logs, String name, String file) {
        return with("java.net.preferIPv4Stack", "true").metered(logs, name, StallFile.HARNESS, file);
    }

    /** The command line, on the harness's own JDK. */
    public List<String> command() {
        return command(java().toString());
    }

    /** The command line of another java. */
    List<String> command(String java) {
        List<String> command = new ArrayList<>();
        command.add(java);
        command.addAll(jvm.arguments());
        // A shared file in the temporary directory for each JVM, that only monitoring tools read.
        command.add("-XX:-UsePerfData");
        properties.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(property -> command.add("-D" + property.getKey() + "=" + property.getValue()));
        command.add("-cp");
        command.add(classPath);
        command.add(io.firedrill.launch.Child.class.getName());
        command.add(mainClass);
        command.addAll(arguments);
        return command;
    }

    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }
}
