package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.EvidenceMutations.Applied;
import io.firedrill.audit.EvidenceMutations.Noticeable;
import io.firedrill.audit.Result.Verdict;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The evidence of a real drill, damaged in thousands of seeded ways: no exception, no pass of what was damaged, and no number that
 * looks better than that of the whole evidence. A build tries some hundreds; {@code ci/mutations} as many as it is told.
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
        EvidenceMutations mutations = new EvidenceMutations(original, temp);
        RunFolder folder = mutations.folder();
        Result undamaged = Auditor.audit(folder);
        assertThat(undamaged.troubles()).isEmpty();
        assertThat(undamaged.verdict()).isEqualTo(Verdict.PASS);
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

    private static void check(Applied applied, Result undamaged, Result damaged, List<String> wrong) {
        damaged.troubles().stream()
                .filter(trouble -> trouble.contains("failed: java") || trouble.contains("Exception"))
                .filter(trouble -> !trouble.contains("(") || trouble.contains("failed: java"))
                .forEach(trouble -> wrong.add(applied + ": " + trouble));
        if (!applied.changed() || applied.noticeable() == Noticeable.FORGED) {
            return;
        }
        if (damaged.verdict() == Verdict.PASS || damaged.troubles().isEmpty()) {
            wrong.add(applied + ": " + damaged.verdict() + " with " + damaged.troubles());
        }
        damaged.objectives().stream()
                .filter(objective -> objective.verdict() == Verdict.PASS)
                .forEach(objective -> wrong.add(applied + ": " + objective.name() + " passed"));
        damaged.objectives().stream()
                .filter(objective -> !objective.measured().equals("not measured")
                        && !objective.measured().endsWith(FigureCheck.DAMAGED)
                        // Not recovered while it was watched: no number could be worse.
                        && !objective.measured().startsWith("> ")
                        && objective.verdict() != Verdict.FAIL)
                .forEach(objective -> wrong.add(applied + ": " + objective.name() + " is " + objective.measured()
                        + " without a word of damage"));
        Map<String, Double> before = numbers(undamaged);
        numbers(damaged).forEach((name, number) -> {
            if (number < before.getOrDefault(name, 0.0) && damaged.troubles().isEmpty()) {
                wrong.add(applied + ": " + name + " " + number + " instead of " + before.get(name));
            }
        });
        damaged.anomalies().forEach((name, anomaly) -> {
            Long count = undamaged.anomalies().get(name).count();
            if (anomaly.count() != null
                    && count != null
                    && anomaly.count() < count
                    && anomaly.verdict() == Verdict.PASS) {
                boolean shownOnly =
                        anomaly.rule().equals("expected") || anomaly.rule().equals("not-applicable");
                if (!shownOnly) {
                    wrong.add(applied + ": " + name + " passes with " + anomaly.count() + " instead of " + count);
                }
            }
        });
    }

    /** Figures of which less is better. */
    private static Map<String, Double> numbers(Result result) {
        Map<String, Double> numbers = new TreeMap<>();
        Result.Rpo rpo = result.rpo();
        if (rpo != null) {
            numbers.put("rpo.records", (double) (rpo.records() + rpo.mayRecords()));
            numbers.put("rpo.oldest", rpo.oldestMillis());
            numbers.put("rpo.final", (double) rpo.finalRecords());
        }
        Result.Rto rto = result.rto();
        if (rto != null && rto.serviceMillis() != null) {
            numbers.put("rto.service", rto.serviceMillis());
        }
        Result.Duplicates duplicates = result.duplicates();
        if (duplicates != null) {
            numbers.put("duplicates.log", (double) duplicates.log().count());
            numbers.put("duplicates.delivered", (double) duplicates.delivered().count());
        }
        Result.SplitBrain split = result.splitBrain();
        if (split != null) {
            numbers.put("split-brain.writes", (double) (split.writes() + split.ambiguous()));
        }
        return numbers;
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
