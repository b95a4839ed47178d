package io.firedrill.toxiproxy.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Measures this server beside another one in one run: ours first, then theirs first, and so on, with the medians of the
 * passes in one table.
 *
 * <p>Flags: {@code --port} and {@code --peer-port} of the two HTTP interfaces, {@code --pid} and {@code --peer-pid} for the
 * processor time, {@code --seconds} for each measure (1.5), {@code --passes} (4). Both servers have to run already.
 */
public final class Benchmark {
    private Benchmark() {}

    /** Prints the table as Markdown. */
    public static void main(String[] args) throws Exception {
        Map<String, String> flags = new HashMap<>();
        for (int i = 0; i + 1 < args.length; i += 2) {
            flags.put(args[i].replaceFirst("^--?", ""), args[i + 1]);
        }
        double seconds = Double.parseDouble(flags.getOrDefault("seconds", "1.5"));
        int passes = Integer.parseInt(flags.getOrDefault("passes", "4"));
        Candidate direct = new Candidate("direct", 0, 0);
        Candidate ours = candidate("this", flags, "port", "pid");
        Candidate peer = candidate("real", flags, "peer-port", "peer-pid");

        // A JVM has to compile its code first, and the other one shall be as warm.
        Measures.of(ours, 2 * seconds);
        Measures.of(peer, 2 * seconds);
        List<String> order = new ArrayList<>();
        Map<String, Map<String, List<Double>>> samples = new TreeMap<>();
        for (int pass = 0; pass < passes; pass++) {
            List<Candidate> turn = pass % 2 == 0 ? List.of(ours, peer) : List.of(peer, ours);
            for (Candidate candidate : turn) {
                note(candidate, Measures.of(candidate, seconds), order, samples);
            }
        }
        note(direct, Measures.of(direct, seconds), order, samples);
        print(order, samples);
    }

    private static Candidate candidate(String name, Map<String, String> flags, String port, String pid) {
        if (!flags.containsKey(port)) {
            throw new IllegalArgumentException(
                    "--" + port + " is missing: the port of a running server's HTTP interface");
        }
        return new Candidate(name, Integer.parseInt(flags.get(port)), Long.parseLong(flags.getOrDefault(pid, "0")));
    }

    private static void note(
            Candidate candidate,
            Map<String, Double> results,
            List<String> order,
            Map<String, Map<String, List<Double>>> samples) {
        results.forEach((measure, value) -> {
            if (!order.contains(measure)) {
                order.add(measure);
            }
            samples.computeIfAbsent(measure, m -> new TreeMap<>())
                    .computeIfAbsent(candidate.name(), c -> new ArrayList<>())
                    .add(value);
        });
    }

    private static void print(List<String> order, Map<String, Map<String, List<Double>>> samples) {
        System.out.println("| | direct | real | this | this / real |\n| --- | ---: | ---: | ---: | ---: |");
        for (String measure : order) {
            Map<String, List<Double>> of = samples.get(measure);
            List<Double> ratios = new ArrayList<>();
            for (int i = 0; i < of.get("this").size(); i++) {
                ratios.add(of.get("this").get(i) / of.get("real").get(i));
            }
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %s | %s | %s | %.2f |%n",
                    measure,
                    of.containsKey("direct") ? number(median(of.get("direct"))) : "",
                    number(median(of.get("real"))),
                    number(median(of.get("this"))),
                    median(ratios));
        }
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.2f" : "%.0f", value);
    }
}
