package io.firedrill.toxiproxy.conformance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs every case against this server and against the real one, and prints both columns as a table.
 *
 * <p>{@code Conformance PROGRAM [PART]}: the real server's program, and a part of the names or groups to run alone. Exit code 1 when this server does not meet the contract in a
 * case, or the real one is seen to do something else than the contract or the case's reason say.
 */
public final class Conformance {
    private static final int WIDEST = 70;

    private Conformance() {}

    static List<Case> cases() {
        return Stream.of(HttpCases.load(), StreamCases.all(), ToxicCases.all(), PointCases.all())
                .flatMap(List::stream)
                .toList();
    }

    /** Prints the table and the reasons; the last line counts. */
    public static void main(String[] args) {
        if (args.length < 1 || !Files.isExecutable(Path.of(args[0]))) {
            System.err.println("give the program of a real Toxiproxy server; ci/toxiproxy-conformance builds one");
            System.exit(2);
        }
        List<Candidate> candidates = List.of(Candidate.embedded(), Candidate.real(Path.of(args[0])));
        System.out.println("| case | this | real | differs as expected, reason |\n| --- | --- | --- | --- |");
        List<String> wrong = new ArrayList<>();
        int differing = 0;
        String group = "";
        String part = args.length > 1 ? args[1] : "";
        List<Case> cases = cases().stream()
                .filter(one -> (one.group() + ": " + one.name()).contains(part))
                .toList();
        for (Case one : cases) {
            if (!one.group().equals(group)) {
                group = one.group();
                System.out.println("| **" + group + "** | | | |");
            }
            List<String> columns = new ArrayList<>();
            for (Candidate candidate : candidates) {
                String observed = one.observe(candidate);
                boolean met = one.met(candidate, observed);
                if (!met) {
                    wrong.add("WRONG on " + candidate.name() + ": " + one.group() + ": " + one.name() + "\nseen:\n"
                            + observed.indent(4) + "wanted:\n"
                            + (candidate.meetsContract()
                                            ? one.contract()
                                            : one.elsewhere().pattern())
                                    .indent(4));
                }
                boolean contract = observed.equals(one.contract());
                differing += met && !contract ? 1 : 0;
                String shown = contract ? "ok" : cell(firstDifference(observed, one.contract()));
                columns.add(met ? shown : "**WRONG** " + shown);
            }
            System.out.println("| " + cell(one.name()) + " | " + String.join(" | ", columns) + " | "
                    + one.reasons().stream().map(Reason::key).collect(Collectors.joining(", ")) + " |");
        }
        System.out.println();
        for (Reason reason : Reason.values()) {
            System.out.println("- " + reason.key() + ": " + reason.sentence());
        }
        wrong.forEach(System.out::println);
        System.out.printf(
                "%n%d cases, each against both; %d differ on the real server as expected; %d wrong%n",
                cases.size(), differing, wrong.size());
        System.exit(wrong.isEmpty() ? 0 : 1);
    }

    private static String firstDifference(String observed, String contract) {
        List<String> expected = contract.lines().toList();
        List<String> lines = observed.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (i >= expected.size() || !lines.get(i).equals(expected.get(i))) {
                return lines.get(i);
            }
        }
        return "nothing more after: " + observed;
    }

    private static String cell(String text) {
        String shown = text.replace("|", "\\|").replace("\n", " ");
        return shown.length() <= WIDEST ? shown : shown.substring(0, WIDEST) + "…";
    }
}
