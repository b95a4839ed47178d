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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The evidence of a real drill, damaged in thousands of seeded ways: no exception, no pass of what was damaged, and no number that
 * looks better than that of the whole evidence and could be taken for it. A build tries some hundreds; {@code ci/mutations} as many as it is told.
 */
class EvidenceMutationsTest {

    private static final int MUTATIONS = Integer.getInteger("firedrill.mutations", 200);
    private static final long FIRST = Long.getLong("firedrill.mutations.first", 1);

    @TempDir
    Path temp;

    /**
     * One lost a region and failed over; the other has transactions, a store, a split brain and a way back besides.
     *
     * @param folder of real evidence, and what of it is traced after each mutation
     */
    @ParameterizedTest
    @CsvSource({"evidence-live, 0.0.1.5, us-east orders/1@3", "evidence-live-torn, 0.2.2.5, us-east payments/0@3"})
    void nothingIsAnExceptionNorAPassNorABetterNumber(String name, String record, String place) throws IOException {
        Path original = Path.of(System.getProperty("firedrill.root"))
                .resolve("harness/core/src/test/resources")
                .resolve(name);
        EvidenceMutations mutations = new EvidenceMutations(EveryObjective.of(original, temp.resolve("whole")), temp);
        RunFolder folder = mutations.folder();
        Result undamaged = Auditor.audit(folder);
        assertThat(undamaged.troubles()).isEmpty();
        assertThat(undamaged.verdict()).as(undamaged.objectives().toString()).isEqualTo(Verdict.PASS);
        MutationTally tally = new MutationTally();
        List<String> wrong = new ArrayList<>();
        for (long seed = FIRST; seed < FIRST + MUTATIONS; seed++) {
            Applied applied = mutations.apply(seed);
            try {
                Result damaged = Auditor.audit(folder);
                ResultJson.text(damaged);
                tally.add(applied, damaged.verdict(), better(undamaged, damaged));
                check(applied, undamaged, damaged, wrong);
                traced(applied, folder, List.of(record, place), wrong);
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                wrong.add(applied + ": " + e + " at " + e.getStackTrace()[0]);
            }
            mutations.mend();
        }
        Path target = Path.of(System.getProperty("firedrill.root")).resolve("harness/core/target");
        Files.writeString(target.resolve("mutations-" + name + ".md"), tally.text(name));
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
        doubted(applied, smaller(LessIsBetter.held(whole), LessIsBetter.held(damaged)), true, damaged, wrong);
        doubted(applied, smaller(LessIsBetter.others(whole), LessIsBetter.others(damaged)), false, damaged, wrong);
    }

    private static void doubted(
            Applied applied, Map<String, String> better, boolean held, Result damaged, List<String> wrong) {
        better.forEach((figure, values) -> {
            if (!heldInDoubt(figure, held, damaged)) {
                wrong.add(applied + ": " + figure + " is " + values + ", and nothing says that it may have been worse");
            }
        });
    }

    private static boolean better(Result whole, Result damaged) {
        return !smaller(LessIsBetter.held(whole), LessIsBetter.held(damaged)).isEmpty()
                || !smaller(LessIsBetter.others(whole), LessIsBetter.others(damaged))
                        .isEmpty();
    }

    /** Figures that are smaller than those of the whole evidence, and what they are and were. */
    private static Map<String, String> smaller(Map<String, Double> before, Map<String, Double> after) {
        Map<String, String> smaller = new TreeMap<>();
        after.forEach((name, figure) -> {
            if (figure < before.getOrDefault(name, 0.0)) {
                smaller.put(name, figure + " and was " + before.get(name));
            }
        });
        return smaller;
    }

    /**
     * Whether nobody can take a figure that became smaller for the truth. One that an objective holds carries the doubt there (which
     * {@link #check} holds of each of them); a scenario that is what was damaged may have lost the objective, and says so itself. Of all
     * that no objective can hold the result says it once, where a reader of any figure finds it.
     */
    private static boolean heldInDoubt(String name, boolean held, Result damaged) {
        return held
                ? damaged.objectives().stream()
                                .anyMatch(objective -> objective.name().equals(name))
                        || damaged.troubles().stream().anyMatch(trouble -> trouble.startsWith("scenario.yaml"))
                : damaged.warnings().contains(Warnings.NOT_WHOLE);
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

    private static void traced(Applied applied, RunFolder folder, List<String> words, List<String> wrong)
            throws IOException {
        for (String word : words) {
            try {
                RecordTrace.of(folder, word);
            } catch (RecordTrace.UnknownRecord e) {
                if (e.getMessage() == null || e.getMessage().isEmpty()) {
                    wrong.add(applied + ": the trace of " + word + " says nothing");
                }
            }
        }
    }
}
