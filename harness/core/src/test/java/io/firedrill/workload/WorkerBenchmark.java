package io.firedrill.workload;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.FactSink;
import io.firedrill.evidence.JournalWriter;
import io.firedrill.evidence.RecordStamp;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.jspecify.annotations.Nullable;

/**
 * How fast a worker's producer is beside Kafka's own {@code kafka-producer-perf-test}: same broker, topic, settings, size and
 * count, each in a JVM of its own with the same flags, taking turns. Prints every rate and the ratios of the medians.
 */
public final class WorkerBenchmark {

    private static final Pattern PERF_RATE = Pattern.compile("(\\d+) records sent, ([\\d.,]+) records/sec");
    private static final Pattern OWN_RATE = Pattern.compile("rate ([\\d.]+) processor ([\\d.]+)");
    private static final double FLAT_OUT = 50_000_000;
    private static final int KEYS = 1000;
    private static final long LOOK_EVERY_NANOS = 2_000_000;

    private WorkerBenchmark() {}

    /**
     * What is compared.
     *
     * @param kafkaLibs folder with the jars of a Kafka distribution that holds its tools
     * @param clientProperties file with bootstrap servers and security
     * @param topic exists
     * @param records of a round
     * @param bytes of a value
     * @param rounds how often each takes its turn
     */
    public record Plan(Path kafkaLibs, Path clientProperties, String topic, long records, int bytes, int rounds) {}

    /** What the worker's producer does beside sending. */
    private enum Part {
        /** Neither stamp nor journal. */
        PLAIN,
        /** Payload, checksum and header in each value. */
        STAMP,
        /** A fact for each send and each acknowledgement. */
        JOURNAL,
        /** Both, as in a drill. */
        WHOLE;

        boolean stamps() {
            return this == STAMP || this == WHOLE;
        }

        boolean journals() {
            return this == JOURNAL || this == WHOLE;
        }
    }

    /**
     * Medians, in records a second.
     *
     * @param perfTest Kafka's own tool
     * @param plain the worker's producer without stamp and journal
     * @param stamp with the stamp only
     * @param journal with the journal only
     * @param whole as in a drill
     * @param processor of these four: microseconds of processor time that the process took for a record
     */
    public record Rates(
            double perfTest, double plain, double stamp, double journal, double whole, List<Double> processor) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "perf-test %.0f/s; worker without checksum and journal %.0f/s, ratio %.2f; with both %.0f/s, ratio %.2f%n"
                            + "of the plain worker: with the checksum %.2f, with the journal %.2f, with both %.2f;"
                            + " the journal beside the checksum %.2f%n"
                            + "processor time of the worker for a record: plain %.1f us, with the checksum %.1f us, with the journal"
                            + " %.1f us, with both %.1f us",
                    perfTest,
                    plain,
                    plain / perfTest,
                    whole,
                    whole / perfTest,
                    stamp / plain,
                    journal / plain,
                    whole / plain,
                    whole / stamp,
                    processor.get(0),
                    processor.get(1),
                    processor.get(2),
                    processor.get(3));
        }
    }

    /**
     * {@code compare LIBS CLIENT-PROPERTIES TOPIC RECORDS BYTES ROUNDS} runs the comparison; {@code produce plain|stamp|journal|whole
     * CLIENT-PROPERTIES TOPIC RECORDS BYTES} is what it starts.
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length == 7 && args[0].equals("compare")) {
            System.out.println(compare(new Plan(
                    Path.of(args[1]),
                    Path.of(args[2]),
                    args[3],
                    Long.parseLong(args[4]),
                    Integer.parseInt(args[5]),
                    Integer.parseInt(args[6]))));
        } else if (args.length == 6 && args[0].equals("produce")) {
            Produced produced = produce(
                    Part.valueOf(args[1].toUpperCase(Locale.ROOT)),
                    load(Path.of(args[2])),
                    args[3],
                    Long.parseLong(args[4]),
                    Integer.parseInt(args[5]));
            System.out.printf(Locale.ROOT, "rate %.1f processor %.3f%n", produced.rate(), produced.processorMicros());
        } else {
            throw new IllegalArgumentException(
                    "expected: compare LIBS CLIENT-PROPERTIES TOPIC RECORDS BYTES ROUNDS; found: "
                            + Arrays.toString(args));
        }
    }

    /**
     * Runs the comparison; every rate goes to standard error as it is known.
     *
     * @throws IOException when a process could not be started, or ended without saying its rate
     */
    public static Rates compare(Plan plan) throws IOException, InterruptedException {
        List<Double> perfTest = new ArrayList<>();
        Map<Part, List<Double>> own = new EnumMap<>(Part.class);
        Map<Part, List<Double>> processor = new EnumMap<>(Part.class);
        for (int round = 0; round < plan.rounds(); round++) {
            perfTest.add(Double.parseDouble(
                    last(perfTestCommand(plan), PERF_RATE).group(2).replace(",", "")));
            StringBuilder line = new StringBuilder(
                    String.format(Locale.ROOT, "round %d: perf-test %.0f/s", round + 1, perfTest.get(round)));
            for (Part part : Part.values()) {
                MatchResult said = last(ownCommand(plan, part), OWN_RATE);
                double rate = Double.parseDouble(said.group(1));
                double micros = Double.parseDouble(said.group(2));
                own.computeIfAbsent(part, p -> new ArrayList<>()).add(rate);
                processor.computeIfAbsent(part, p -> new ArrayList<>()).add(micros);
                line.append(String.format(Locale.ROOT, ", %s %.0f/s (%.1f us)", name(part), rate, micros));
            }
            System.err.println(line);
        }
        return new Rates(
                median(perfTest),
                median(own.get(Part.PLAIN)),
                median(own.get(Part.STAMP)),
                median(own.get(Part.JOURNAL)),
                median(own.get(Part.WHOLE)),
                Stream.of(Part.values())
                        .map(part -> median(processor.get(part)))
                        .toList());
    }

    private static String name(Part part) {
        return part.name().toLowerCase(Locale.ROOT);
    }

    private static List<String> perfTestCommand(Plan plan) {
        return List.of(
                java(),
                "-Xmx512m",
                "-cp",
                plan.kafkaLibs() + "/*",
                "org.apache.kafka.tools.ProducerPerformance",
                "--topic",
                plan.topic(),
                "--num-records",
                Long.toString(plan.records()),
                "--record-size",
                Integer.toString(plan.bytes()),
                "--throughput",
                "-1",
                "--command-config",
                plan.clientProperties().toString(),
                "--command-property",
                "acks=all");
    }

    private static List<String> ownCommand(Plan plan, Part part) {
        return List.of(
                java(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path", ""),
                WorkerBenchmark.class.getName(),
                "produce",
                name(part),
                plan.clientProperties().toString(),
                plan.topic(),
                Long.toString(plan.records()),
                Integer.toString(plan.bytes()));
    }

    /** What a command says last of what the pattern looks for. Kafka's tool prints interim rates too; its last is that of the whole. */
    private static MatchResult last(List<String> command, Pattern pattern) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        List<MatchResult> said = pattern.matcher(output).results().toList();
        if (exit != 0 || said.isEmpty()) {
            throw new IOException("exit " + exit + " without a rate from " + command + ": " + output);
        }
        return said.get(said.size() - 1);
    }

    /**
     * What one process did.
     *
     * @param rate acknowledged records a second since the start of the load
     * @param processorMicros processor time for each of them
     */
    private record Produced(double rate, double processorMicros) {}

    /** Sends flat out until {@code records} are acknowledged. */
    private static Produced produce(Part part, Map<String, String> client, String topic, long records, int bytes)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("firedrill-benchmark");
        WorkerAssignment.ProducerAssignment producer = new WorkerAssignment.ProducerAssignment(
                0, "benchmark", topic, FLAT_OUT, bytes, KEYS, "all", true, Map.of(), true, List.of());
        Catalogue catalogue = new Catalogue(
                List.of("benchmark"),
                List.of(new Catalogue.Topic(topic, topic, "", 1)),
                List.of(new Catalogue.Producer("benchmark-0", "benchmark", 0, FLAT_OUT, bytes)),
                List.of());
        WorkerAssignment worker = new WorkerAssignment(
                "benchmark",
                0,
                1,
                folder.toString(),
                catalogue,
                client,
                List.of(producer),
                List.of(),
                Duration.ofSeconds(1),
                1);
        AtomicReference<@Nullable RuntimeException> trouble = new AtomicReference<>();
        try (JournalWriter journal = new JournalWriter(folder, "benchmark", 1);
                LoadProducer load = new LoadProducer(
                        worker,
                        producer,
                        part.journals() ? journal : new FactSink() {},
                        new KafkaProducer<>(ClientSettings.producer(worker, producer)),
                        part.stamps() ? RecordStamp::write : WorkerBenchmark::leaveUnstamped,
                        LatencyWindow.recorder(),
                        trouble::set)) {
            long processor = processorNanos();
            long start = System.nanoTime();
            load.startLoad(start, start);
            WorkerEvent.ProducerStats stats = load.stats(start);
            while (stats.acked() < records && trouble.get() == null) {
                LockSupport.parkNanos(LOOK_EVERY_NANOS);
                stats = load.stats(System.nanoTime());
            }
            long end = System.nanoTime();
            long processorEnd = processorNanos();
            load.stopLoad(end);
            load.close(Duration.ofSeconds(10));
            RuntimeException error = trouble.get();
            if (error != null) {
                throw error;
            }
            return new Produced(stats.acked() * 1e9 / (end - start), (processorEnd - processor) / 1e3 / stats.acked());
        } finally {
            delete(folder);
        }
    }

    /** Of this process, from its start. */
    private static long processorNanos() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElseThrow(() -> new IllegalStateException("Java does not say here how much processor time it took"))
                .toNanos();
    }

    private static void leaveUnstamped(
            byte[] value,
            byte[] key,
            byte[] idHeader,
            int worker,
            int producer,
            int session,
            long sequence,
            long keyHash,
            int origin,
            long intended) {
        // The client does the same work whatever the bytes say.
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private static Map<String, String> load(Path file) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        }
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, properties::getProperty));
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home", ""), "bin", "java").toString();
    }
}
