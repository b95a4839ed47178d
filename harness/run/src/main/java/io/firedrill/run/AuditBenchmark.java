package io.firedrill.run;

import io.firedrill.audit.Auditor;
import io.firedrill.audit.Result;
import io.firedrill.evidence.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * How fast the audit is, with how much heap, and how large the evidence: of {@link LargeDrill}, in a Java process of its own whose heap is
 * bounded. A measurement counts only when the audit found exactly what was planted.
 */
public final class AuditBenchmark {

    /**
     * What was measured.
     *
     * @param bytes of the evidence on disk
     * @param seconds that the audit took, from the folder to the result
     * @param cpuSeconds of processor time it took, over all threads, the start of Java included
     * @param heapMost that the process may have used, MiB
     * @param heapPeak the most that was in use at once, garbage included, MiB
     * @param wrong where the audit found something else than was planted, a sentence each
     */
    public record Measured(
            LargeDrill.Expected expected,
            long bytes,
            double seconds,
            double cpuSeconds,
            long heapMost,
            long heapPeak,
            int processors,
            List<String> wrong) {

        public Measured {
            wrong = List.copyOf(wrong);
        }

        /** Facts that were audited in a second. */
        public double rate() {
            return expected.facts() / seconds;
        }

        /** Bytes on disk for each record that was sent. */
        public double bytesPerRecord() {
            return bytes / (double) expected.records();
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%,d records, %,d facts, %.1f bytes a record on disk: audited in %.1f s on %d processors (%.1f s of processor time), %.2f million facts a"
                            + " second, heap %d of %d MiB",
                    expected.records(),
                    expected.facts(),
                    bytesPerRecord(),
                    seconds,
                    processors,
                    cpuSeconds,
                    rate() / 1e6,
                    heapPeak,
                    heapMost);
        }
    }

    /** With which Java ends by {@code -XX:+ExitOnOutOfMemoryError}. */
    private static final int OUT_OF_MEMORY = 3;

    /** Java's first words when it does not even begin. */
    private static final String NO_SUCH_HEAP = "Error occurred during initialization of VM";

    /** Begins a line of a class of anomalies that was found, with its name and count. */
    private static final String ANOMALY = "anomaly ";

    private AuditBenchmark() {}

    /**
     * Audits a folder that {@link LargeDrill} wrote, in a process of its own.
     *
     * @param heap the most it may use, as Java's {@code -Xmx} takes it
     * @throws RefusedException when no audit can run with so much heap
     * @throws IOException when the process ended without a result; it holds what the process said
     */
    public static Measured measure(LargeDrill drill, RunFolder folder, String heap)
            throws RefusedException, IOException, InterruptedException {
        Path said = Files.createTempFile("firedrill-benchmark", ".txt");
        try {
            List<String> command = List.of(
                    Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                    "-Xmx" + heap,
                    // As harness/bin/firedrill audits a large folder.
                    "-XX:+UseSerialGC",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-cp",
                    System.getProperty("java.class.path", ""),
                    AuditBenchmark.class.getName(),
                    folder.root().toString());
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            int exit = process.waitFor();
            List<String> lines = Files.readAllLines(said, StandardCharsets.UTF_8);
            String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
            if (exit == OUT_OF_MEMORY || lines.contains(NO_SUCH_HEAP)) {
                throw new RefusedException("the audit can't run with a heap of " + heap + ": "
                        + String.join("; ", lines.subList(0, Math.min(2, lines.size())))
                        + ". Give it another with --heap");
            }
            if (exit != 0 || !last.startsWith("measured ")) {
                throw new IOException("the audit of " + folder.root() + " with a heap of " + heap + " ended with "
                        + exit + ": " + String.join("\n", lines));
            }
            String[] words = last.split(" ", -1);
            Found found = new Found(
                    Long.parseLong(words[5]),
                    Long.parseLong(words[6]),
                    Long.parseLong(words[7]),
                    Long.parseLong(words[8]));
            List<String> wrong = new ArrayList<>(found.against(drill.expected()));
            Map<String, Long> anomalies = new TreeMap<>();
            lines.stream()
                    .filter(line -> line.startsWith(ANOMALY))
                    .map(line -> line.split(" ", -1))
                    .forEach(line -> anomalies.put(line[1], Long.parseLong(line[2])));
            wrong.addAll(against(anomalies, drill.expected().anomalies()));
            lines.stream().filter(line -> line.startsWith("trouble ")).forEach(wrong::add);
            return new Measured(
                    drill.expected(),
                    bytes(folder.root()),
                    Double.parseDouble(words[1]),
                    Double.parseDouble(words[2]),
                    Long.parseLong(words[3]),
                    Long.parseLong(words[4]),
                    Runtime.getRuntime().availableProcessors(),
                    wrong);
        } finally {
            Files.deleteIfExists(said);
        }
    }

    /** A sentence for each class whose count is not the expected one; what is not there is 0. */
    static List<String> against(Map<String, Long> found, Map<String, Long> planted) {
        Set<String> classes = new TreeSet<>(found.keySet());
        classes.addAll(planted.keySet());
        List<String> wrong = new ArrayList<>();
        for (String anomaly : classes) {
            compare(wrong, anomaly, found.getOrDefault(anomaly, 0L), planted.getOrDefault(anomaly, 0L));
        }
        return wrong;
    }

    private static void compare(List<String> wrong, String what, long found, long planted) {
        if (found != planted) {
            wrong.add(what + ": " + found + " found, " + planted + " planted");
        }
    }

    /** What an audit found of what {@link LargeDrill} plants. */
    record Found(long acknowledgedOrAbsent, long absent, long unreplicated, long redelivered) {

        static Found of(Result result) {
            Result.Sends sends = Objects.requireNonNull(result.sends(), "the sends were not measured");
            Result.Rpo rpo = Objects.requireNonNull(result.rpo(), "the RPO was not measured");
            Result.Duplicates duplicates =
                    Objects.requireNonNull(result.duplicates(), "the duplicates were not measured");
            return new Found(
                    sends.ok() + sends.absent(),
                    sends.absent(),
                    rpo.records(),
                    duplicates.delivered().count());
        }

        List<String> against(LargeDrill.Expected expected) {
            List<String> wrong = new ArrayList<>();
            compare(wrong, "sends", acknowledgedOrAbsent, expected.records());
            compare(wrong, "absent", absent, expected.absent());
            compare(wrong, "rpo.records", unreplicated, expected.unreplicated());
            compare(wrong, "duplicates.delivered", redelivered, expected.redelivered());
            return wrong;
        }
    }

    /** @param args the run's folder */
    public static void main(String[] args) {
        long start = System.nanoTime();
        Result result = Auditor.audit(new RunFolder(Path.of(args[0])));
        double seconds = (System.nanoTime() - start) / 1e9;
        Found found = Found.of(result);
        result.troubles().forEach(trouble -> System.out.println("trouble " + trouble));
        result.anomalies().forEach((name, count) -> {
            if (count.count() != null && count.count() > 0) {
                System.out.println(ANOMALY + name + " " + count.count());
            }
        });
        System.out.printf(
                Locale.ROOT,
                "measured %.3f %.3f %d %d %d %d %d %d%n",
                seconds,
                cpuSeconds(),
                Runtime.getRuntime().maxMemory() >> 20,
                peak() >> 20,
                found.acknowledgedOrAbsent(),
                found.absent(),
                found.unreplicated(),
                found.redelivered());
    }

    /** NaN where Java does not say. */
    private static double cpuSeconds() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(time -> time.toNanos() / 1e9)
                .orElse(Double.NaN);
    }

    private static long peak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }

    private static long bytes(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> {
                        try {
                            return Files.size(file);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .sum();
        }
    }
}
