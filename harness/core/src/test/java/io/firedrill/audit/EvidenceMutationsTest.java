package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.EvidenceMutations.Applied;
import io.firedrill.audit.EvidenceMutations.Noticeable;
import io.firedrill.audit.Result.Verdict;
import io.firedrill.evidence.Manifest;
import io.firedrill.evidence.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The evidence of a real drill, damaged in thousands of seeded ways: no exception, no pass of what was damaged, and no number that
 * looks better than that of the whole evidence and could be taken for it. A build tries some hundreds; {@code ci/mutations} as many as it is told.
 */
class EvidenceMutationsTest {

    private static final int MUTATIONS = Integer.getInteger("firedrill.mutations", 400);
    private static final long FIRST = Long.getLong("firedrill.mutations.first", 1);

    @TempDir
    Path temp;

    /** What became of the mutations of one kind. */
    private static final class Tally {
        private int tried;
        private int noChange;
        private int inconclusive;
        private int failed;
        private int passed;
    }

    @Test
    void nothingIsAnExceptionNorAPassNorABetterNumber() throws IOException {
        Path original =
                Path.of(System.getProperty("firedrill.root")).resolve("harness/core/src/test/resources/evidence-live");
        EvidenceMutations mutations = new EvidenceMutations(withEveryObjective(original, temp.resolve("whole")), temp);
        RunFolder folder = mutations.folder();
        Result undamaged = Auditor.audit(folder);
        assertThat(undamaged.troubles()).isEmpty();
        assertThat(undamaged.verdict()).as(undamaged.objectives().toString()).isEqualTo(Verdict.PASS);
        Map<EvidenceMutations.Kind, Tally> tallies = new EnumMap<>(EvidenceMutations.Kind.class);
        List<String> wrong = new ArrayList<>();
        for (long seed = FIRST; seed < FIRST + MUTATIONS; seed++) {
            Applied applied = mutations.apply(seed);
            Tally tally = tallies.computeIfAbsent(applied.kind(), kind -> new Tally());
            tally.tried++;
            try {
                Result damaged = Auditor.audit(folder);
                ResultJson.text(damaged);
                switch (damaged.verdict()) {
                    case PASS -> tally.passed++;
                    case FAIL -> tally.failed++;
                    case INCONCLUSIVE -> tally.inconclusive++;
                }
                tally.noChange += applied.changed() ? 0 : 1;
                check(applied, undamaged, damaged, wrong);
                traced(applied, folder, wrong);
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                wrong.add(applied + ": " + e + " at " + e.getStackTrace()[0]);
            }
            mutations.mend();
        }
        report(tallies);
        assertThat(wrong).as(wrong.size() + " of " + MUTATIONS).isEmpty();
        assertThat(ResultJson.text(Auditor.audit(folder))).isEqualTo(ResultJson.text(undamaged));
    }

    private static void check(Applied applied, Result whole, Result damaged, List<String> wrong) {
        damaged.troubles().stream()
                .filter(trouble -> trouble.contains("failed: java") || trouble.contains("Exception"))
                .filter(trouble -> !trouble.contains("(") || trouble.contains("failed: java"))
                .forEach(trouble -> wrong.add(applied + ": " + trouble));
        boolean ofAWorker = applied.where().startsWith("journals/");
        if (applied.kind() == EvidenceMutations.Kind.CLOCK_GOES_BACKWARDS
                && applied.changed()
                && ofAWorker
                && damaged.verdict() != Verdict.INCONCLUSIVE) {
            wrong.add(applied + ": " + damaged.verdict());
        }
        if (!applied.changed() || applied.noticeable() == Noticeable.FORGED) {
            return;
        }
        if (damaged.verdict() != Verdict.INCONCLUSIVE || damaged.troubles().isEmpty()) {
            wrong.add(applied + ": " + damaged.verdict() + " with " + damaged.troubles());
        }
        damaged.objectives().stream()
                .filter(objective -> !doubtful(objective))
                .forEach(objective -> wrong.add(applied + ": " + objective.name() + " is " + objective.verdict()
                        + " by " + objective.measured()));
        damaged.anomalies().forEach((name, anomaly) -> {
            if (judged(anomaly) && anomaly.verdict() != Verdict.INCONCLUSIVE) {
                wrong.add(applied + ": " + name + " is " + anomaly.verdict() + " with " + anomaly.count());
            }
        });
        Map<String, Double> before = figures(whole);
        figures(damaged).forEach((name, figure) -> {
            if (figure < before.getOrDefault(name, 0.0) && !heldInDoubt(name, damaged)) {
                wrong.add(applied + ": " + name + " is " + figure + " and was " + before.get(name)
                        + ", and no objective says that it may have been worse");
            }
        });
    }

    /**
     * Whether nobody can take a figure that became smaller for the truth: the objective on it, or the row of its class, carries the doubt
     * (which {@link #check} holds of each of them). A scenario that is what was damaged may have lost the objective; then it says so
     * itself, and nothing is held against it.
     */
    private static boolean heldInDoubt(String name, Result damaged) {
        return damaged.objectives().stream()
                        .anyMatch(objective -> objective.name().equals(name))
                || damaged.troubles().stream().anyMatch(trouble -> trouble.startsWith("scenario.yaml"));
    }

    /**
     * INCONCLUSIVE, and never a number without the words that it is one of evidence that is not whole. Limits are what the whole
     * evidence shows, so that a PASS would have hidden that it was no better, and a FAIL would have made it worse than it was. What
     * was not reached while it was watched has no number: none could be worse.
     */
    private static boolean doubtful(Result.ObjectiveResult objective) {
        String measured = objective.measured();
        return objective.verdict() == Verdict.INCONCLUSIVE
                && (measured.equals("not measured")
                        || measured.startsWith("> ")
                        || measured.endsWith(FigureCheck.DAMAGED));
    }

    private static boolean judged(Result.Anomaly anomaly) {
        return anomaly.limit() != null
                || anomaly.rule().equals("forbidden")
                || anomaly.rule().equals("bounded");
    }

    /** Every figure of which less is better, by the objective that holds it; what could not be measured is absent. */
    private static Map<String, Double> figures(Result result) {
        Map<String, Double> figures = new TreeMap<>();
        Result.Rto rto = result.rto();
        if (rto != null) {
            put(figures, "rto.service", rto.serviceMillis());
            put(figures, "rto.write", rto.writeMillis());
            put(figures, "rto.read", rto.readMillis());
            put(figures, "rto.full", rto.fullMillis());
        }
        Result.Rpo rpo = result.rpo();
        if (rpo != null) {
            put(figures, "rpo.records", (double) (rpo.records() + rpo.mayRecords()));
            put(figures, "rpo.bytes", (double) (rpo.bytes() + rpo.mayBytes()));
            put(figures, "rpo.time", rpo.mostTimeMillis());
            put(figures, "rpo.final", (double) (rpo.finalRecords() + rpo.finalMayRecords()));
        }
        Result.Duplicates duplicates = result.duplicates();
        if (duplicates != null) {
            put(figures, "duplicates.log", duplicates.log().ratio());
            put(figures, "duplicates.delivered", duplicates.delivered().ratio());
        }
        Result.SplitBrain split = result.splitBrain();
        if (split != null) {
            put(figures, "split-brain.writes", (double) split.writes());
        }
        Result.Conflicts conflicts = result.conflicts();
        if (conflicts != null) {
            put(figures, "conflict.writes", (double) conflicts.writes());
            put(figures, "conflict.keys", (double) conflicts.keys());
        }
        result.anomalies()
                .forEach((name, anomaly) -> put(
                        figures,
                        "anomalies." + name,
                        anomaly.count() == null ? null : Double.valueOf(anomaly.count())));
        return figures;
    }

    private static void put(Map<String, Double> figures, String name, @Nullable Double figure) {
        if (figure != null) {
            figures.put(name, figure);
        }
    }

    /**
     * The evidence with an objective on every figure that it has, whose limit is what the figure is. With its error bar, or it would
     * not pass; a share and a time are written in their shortest unit, rounded up.
     */
    private static Path withEveryObjective(Path original, Path copy) throws IOException {
        RunFolder folder = new RunFolder(copy);
        try (Stream<Path> files = Files.walk(original)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = copy.resolve(original.relativize(file));
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
        Result result = Auditor.audit(folder);
        StringBuilder objectives = new StringBuilder("objectives:\n");
        figures(result).forEach((name, figure) -> objectives
                .append("    ")
                .append(name)
                .append(": ")
                .append(limit(name, figure, result))
                .append('\n'));
        String scenario = Files.readString(folder.scenario());
        Files.writeString(folder.scenario(), scenario.substring(0, scenario.indexOf("objectives:")) + objectives);
        Manifest.write(folder, new Manifest.Origin("0.1.0", Map.of(), "host", "tester"));
        return copy;
    }

    private static String limit(String name, double figure, Result result) {
        if (name.startsWith("rto.") || name.equals("rpo.time")) {
            double bar = name.equals("rpo.time")
                    ? result.rpo().plusMinusMillis()
                    : result.rto().plusMinusMillis();
            return (long) Math.ceil(figure + bar) + "ms";
        }
        if (name.startsWith("duplicates.")) {
            return String.format(Locale.ROOT, "%.4f%%", Math.ceil(figure * 1e6) / 1e4);
        }
        if (name.startsWith("anomalies.")) {
            return "{ at-most: " + (long) figure + ", because: the whole evidence shows as many }";
        }
        return (long) figure + (name.equals("rpo.bytes") ? "B" : "");
    }

    private static void traced(Applied applied, RunFolder folder, List<String> wrong) throws IOException {
        for (String word : List.of("0.0.1.5", "us-east orders/1@3")) {
            try {
                RecordTrace.of(folder, word);
            } catch (RecordTrace.UnknownRecord e) {
                if (e.getMessage() == null || e.getMessage().isEmpty()) {
                    wrong.add(applied + ": the trace of " + word + " says nothing");
                }
            }
        }
    }

    private static void report(Map<EvidenceMutations.Kind, Tally> tallies) throws IOException {
        StringBuilder text = new StringBuilder(
                "| what was done | tried | of these no change | INCONCLUSIVE | FAIL | PASS |\n| --- | --- | --- | --- | --- | --- |\n");
        tallies.forEach((kind, tally) -> text.append(String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d | %d | %d |%n",
                kind.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                tally.tried,
                tally.noChange,
                tally.inconclusive,
                tally.failed,
                tally.passed)));
        Path target = Path.of(System.getProperty("firedrill.root")).resolve("harness/core/target");
        Files.writeString(target.resolve("mutations.md"), text);
    }
}
