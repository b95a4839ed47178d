package io.firedrill.toxiproxy.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Measures this server beside another one in one run: ours first, then theirs first, and so on, with the medians of the
 * passes in one table, and beside each ratio what it is to be. What falls short is marked, and under the table stands why.
 *
 * <p>Flags: {@code --program} and {@code --peer-program} start the two servers, {@code --seconds} for each measure (1.5),
 * {@code --passes} (4), {@code --only} a part of what
 * {@link Measures} can measure, for example {@code set-ups}.
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
        String only = flags.getOrDefault("only", "");
        Candidate direct = Candidate.direct();
        Candidate ours = Candidate.start("this", program(flags, "program"));
        Candidate peer = Candidate.start("real", program(flags, "peer-program"));

        // A JVM has to compile its code first, and the other one shall be as warm.
        Measures.warm(ours, seconds, only);
        Measures.warm(peer, seconds, only);
        List<String> order = new ArrayList<>();
        Map<String, Map<String, List<Double>>> samples = new TreeMap<>();
        for (int pass = 0; pass < passes; pass++) {
            List<Candidate> turn = pass % 2 == 0 ? List.of(ours, peer, direct) : List.of(direct, peer, ours);
            for (Candidate candidate : turn) {
                note(candidate, Measures.of(candidate, seconds, only), order, samples);
            }
        }
        print(order, samples);
        System.exit(0);
    }

    private static String program(Map<String, String> flags, String flag) {
        String program = flags.get(flag);
        if (program == null) {
            throw new IllegalArgumentException("--" + flag + " is missing: the program of a server");
        }
        return program;
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
        System.out.println(
                "| | direct | real | this | this / real | to be |\n| --- | ---: | ---: | ---: | ---: | --- |");
        List<String> missed = new ArrayList<>();
        for (String measure : order) {
            Map<String, List<Double>> of = samples.get(measure);
            List<Double> ratios = new ArrayList<>();
            for (int i = 0; i < of.get("this").size(); i++) {
                ratios.add(of.get("this").get(i) / of.get("real").get(i));
            }
            double figure = median(of.get("this"));
            double ratio = median(ratios);
            Optional<Aim> aim = Aim.of(measure);
            boolean reached = aim.isEmpty() || aim.get().reached(figure, ratio);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %s | %s | %s | %.2f | %s%s |%n",
                    measure,
                    of.containsKey("direct") ? number(median(of.get("direct"))) : "",
                    number(median(of.get("real"))),
                    number(figure),
                    ratio,
                    aim.map(Aim::text).orElse(""),
                    reached ? "" : ", **missed**");
            if (!reached) {
                missed.add("- " + measure + ": " + aim.get().why() + ".");
            }
        }
        if (!missed.isEmpty()) {
            System.out.println("\nWhat falls short, and why:\n");
            missed.forEach(System.out::println);
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
