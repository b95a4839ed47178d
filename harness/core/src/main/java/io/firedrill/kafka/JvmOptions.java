package io.firedrill.kafka;

import java.util.ArrayList;
import java.util.List;

/**
 * How a Kafka process's JVM runs.
 *
 * @param heapMebibytes {@code -Xmx}; 0 leaves it to the JVM
 * @param quickStart C1 only and the serial collector: a start costs about half the processor time and memory, peak
 *     throughput is lower
 * @param more further options, as they stand on a command line
 */
public record JvmOptions(int heapMebibytes, boolean quickStart, List<String> more) {
    /** A cold process that interprets costs more than compiling what it will run anyway (docs/measured.md). */
    private static final String COMPILE_SOONER = "0.2";

    /** The options of a quick start, as they stand on a command line. */
    public static final List<String> QUICK_START =
            List.of("-XX:TieredStopAtLevel=1", "-XX:CompileThresholdScaling=" + COMPILE_SOONER, "-XX:+UseSerialGC");

    public JvmOptions {
        if (heapMebibytes < 0) {
            throw new IllegalArgumentException("heapMebibytes is " + heapMebibytes + ", must not be negative");
        }
        more = List.copyOf(more);
    }

    /** What a drill uses unless told otherwise: starts fast, six brokers fit in about 1.3 GB. */
    public static JvmOptions lean(int heapMebibytes) {
        return new JvmOptions(heapMebibytes, true, List.of());
    }

    /** Nothing set: what {@code java} does by itself. */
    public static JvmOptions ordinary() {
        return new JvmOptions(0, false, List.of());
    }

    /** The options as they stand on a command line. */
    public List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        if (heapMebibytes > 0) {
            arguments.add("-Xmx" + heapMebibytes + "m");
        }
        if (quickStart) {
            arguments.addAll(QUICK_START);
        }
        arguments.addAll(more);
        return arguments;
    }

    /** What of it a report has to state. */
    public List<Deviation> deviations(String process) {
        List<Deviation> deviations = new ArrayList<>();
        if (heapMebibytes > 0) {
            deviations.add(new Deviation(
                    process + " -Xmx",
                    heapMebibytes + "m",
                    "1g by Kafka's scripts",
                    "all processes share one machine"));
        }
        if (quickStart) {
            deviations.add(
                    new Deviation(process + " -XX:TieredStopAtLevel", "1", "4", "a fast start; costs peak throughput"));
            deviations.add(new Deviation(
                    process + " -XX:CompileThresholdScaling",
                    COMPILE_SOONER,
                    "1",
                    "compiled code sooner after a start"));
            deviations.add(new Deviation(
                    process + " collector",
                    "serial",
                    "G1",
                    "a fast start on few processors; longer pauses on large heaps"));
        }
        for (String option : more) {
            deviations.add(new Deviation(process + " option", option, "", "set by the scenario"));
        }
        return deviations;
    }
}
