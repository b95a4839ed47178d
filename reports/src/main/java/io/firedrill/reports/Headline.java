package io.firedrill.reports;

import io.firedrill.audit.Result;
import io.firedrill.audit.Result.Anomaly;
import io.firedrill.audit.Result.Fault;
import io.firedrill.audit.Result.ObjectiveResult;
import io.firedrill.audit.Result.Rpo;
import io.firedrill.audit.Result.Rto;
import io.firedrill.audit.Result.Transition;
import io.firedrill.audit.Result.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A result in plain words: what happened, and why the verdict is what it is. The report, the summary and the JUnit file say it
 * alike.
 *
 * @param verdict of the drill
 * @param happened what was measured, in sentences
 * @param because why that is a PASS, a FAIL or INCONCLUSIVE, in a sentence
 */
public record Headline(Verdict verdict, String happened, String because) {

    private static final int REASONS = 3;

    /** The words for a result. */
    public static Headline of(Result result) {
        return new Headline(result.verdict(), happened(result), because(result));
    }

    private static String happened(Result result) {
        Optional<Transition> first = result.transitions().stream().findFirst();
        List<String> sentences = new ArrayList<>();
        if (first.isPresent()) {
            sentences.add(recovery(result, first.get()));
            loss(first.get(), result.rpo()).ifPresent(sentences::add);
        } else {
            sentences.add("No transition took place: nobody failed over" + cause(result, "", " after "));
        }
        repeats(result).ifPresent(sentences::add);
        splitBrain(result, first.isPresent()).ifPresent(sentences::add);
        return sentences.stream().map(text -> text + ".").collect(Collectors.joining(" "));
    }

    private static String recovery(Result result, Transition transition) {
        Rto rto = result.rto() != null ? result.rto() : transition.rto();
        boolean planned =
                transition.kind().equals("switchover") || transition.kind().equals("failback");
        String cause = transition.falseFailover()
                ? " although no fault called for it"
                : planned ? " from " + transition.from() : cause(result, transition.from(), " after ");
        if (rto.serviceMillis() == null) {
            return rto.recovered()
                    ? transition.to() + " took over" + cause + "; how long it took could not be measured"
                    : transition.to() + " did not serve steadily within " + Figures.span(rto.windowMillis()) + cause;
        }
        String time = Figures.millisWithError(rto.serviceMillis(), rto.plusMinusMillis());
        if (planned) {
            return transition.to() + " took over" + cause + "; the longest write gap was " + time;
        }
        return transition.to() + " took over " + time + cause;
    }

    private static String cause(Result result, String from, String join) {
        // The loss of the region itself is what a failover answers; a fault beside it only where there is no such loss.
        return result.faults().stream()
                .filter(fault -> fault.receipt().target().equals(from))
                .findFirst()
                .or(() -> result.faults().stream()
                        .filter(fault ->
                                from.isEmpty() || fault.receipt().target().contains(from))
                        .findFirst())
                .map(fault -> join + happened(fault))
                .orElse(from.isEmpty() ? "" : join + from + " failed");
    }

    private static String happened(Fault fault) {
        String target = fault.receipt().target();
        return switch (fault.receipt().fault()) {
            case "kill-region" -> target + " was lost";
            case "stop-region" -> target + " was stopped";
            case "partition" -> target + " was cut off";
            default -> fault.receipt().fault() + " hit " + target;
        };
    }

    private static Optional<String> loss(Transition transition, @Nullable Rpo headline) {
        Rpo rpo = headline != null ? headline : transition.rpo();
        if (rpo == null) {
            return Optional.of("How many acknowledged records were missing there could not be measured");
        }
        if (rpo.records() == 0 && rpo.mayRecords() == 0) {
            return Optional.of("No acknowledged record was missing there");
        }
        String records = Figures.between(rpo.records(), rpo.mayRecords());
        boolean one = rpo.records() + rpo.mayRecords() == 1;
        String text = records + " acknowledged record" + (one ? " was" : "s were") + " missing there";
        Double most = rpo.mostTimeMillis();
        if (Double.isFinite(rpo.timeMillis()) && (most == null || most > 0)) {
            text += ", reaching back " + Figures.timeBetween(rpo) + " before the fault";
        }
        Long mayForGood = rpo.finalMayRecords();
        boolean oneForGood = mayForGood != null && rpo.finalRecords() + mayForGood == 1;
        return Optional.of(text + "; "
                + (noneForGood(rpo)
                        ? "none is lost for good"
                        : Figures.between(rpo.finalRecords(), mayForGood) + (oneForGood ? " is" : " are")
                                + " lost for good"));
    }

    /** Whether it is certain that nothing is lost for good. */
    static boolean noneForGood(Rpo rpo) {
        Long may = rpo.finalMayRecords();
        return may != null && rpo.finalRecords() + may == 0;
    }

    private static Optional<String> repeats(Result result) {
        if (result.deliveries() != null && result.deliveries().total() == 0) {
            return Optional.empty();
        }
        if (result.duplicates() == null || open(result, "duplicates.delivered", "C3")) {
            return Optional.of("How many deliveries repeated an earlier one could not be measured");
        }
        Result.Counted delivered = result.duplicates().delivered();
        return Optional.of(
                delivered.count() == 0
                        ? "No record was delivered twice"
                        : Figures.count(delivered.count()) + (delivered.count() == 1 ? " delivery" : " deliveries")
                                + " repeated an earlier one (" + Figures.percent(delivered.ratio()) + ")");
    }

    private static Optional<String> splitBrain(Result result, boolean transition) {
        Result.SplitBrain split = result.splitBrain();
        if (split != null && split.writes() > 0) {
            return Optional.of(Figures.count(split.writes(), "split-brain write", "split-brain writes") + " happened");
        }
        if (!transition || result.sends() == null || result.sends().ok() == 0) {
            return Optional.empty();
        }
        if (split == null || open(result, "split-brain.writes", "X1")) {
            return Optional.of("Whether split-brain writes happened could not be measured");
        }
        return Optional.of("No split-brain write happened");
    }

    /** Whether the audit could not settle a measure: its number is then no statement. */
    static boolean open(Result result, String measure, String code) {
        Anomaly anomaly = result.anomalies().get(code);
        return result.objectives().stream()
                        .anyMatch(objective ->
                                objective.name().equals(measure) && objective.verdict() == Verdict.INCONCLUSIVE)
                || (anomaly != null && (anomaly.count() == null || anomaly.verdict() == Verdict.INCONCLUSIVE));
    }

    private static String because(Result result) {
        List<ObjectiveResult> objectives = result.objectives();
        return switch (result.verdict()) {
            case PASS ->
                objectives.isEmpty()
                        ? "The scenario states no objective and nothing forbidden was found among the anomalies that were measured."
                        : objectives.size() == 1
                                ? "The one objective holds and nothing forbidden was found among the anomalies that were measured."
                                : "All " + objectives.size()
                                        + " objectives hold and nothing forbidden was found among the anomalies that were measured.";
            case FAIL -> {
                List<String> missed = objectives.stream()
                        .filter(objective -> objective.verdict() == Verdict.FAIL)
                        .map(objective ->
                                objective.name() + " is " + objective.measured() + ", allowed " + objective.limit())
                        .collect(Collectors.toCollection(ArrayList::new));
                broken(result).forEach(missed::add);
                yield missed.isEmpty() ? "The audit judged it a failure." : "Missed: " + some(missed) + ".";
            }
            case INCONCLUSIVE -> {
                List<String> open = new ArrayList<>(result.troubles());
                if (open.isEmpty()) {
                    objectives.stream()
                            .filter(objective -> objective.verdict() == Verdict.INCONCLUSIVE)
                            .map(objective -> objective.name() + ": " + objective.reason())
                            .forEach(open::add);
                }
                yield open.isEmpty()
                        ? "What was measured does not suffice for a verdict; that is never a pass."
                        : "No verdict is possible: " + some(open) + ".";
            }
        };
    }

    /** Forbidden things that happened, as {@code lost-acked (P1) happened 3 times}. */
    static List<String> broken(Result result) {
        return result.anomalies().entrySet().stream()
                .filter(entry -> entry.getValue().verdict() == Verdict.FAIL)
                .filter(entry -> entry.getValue().rule().equals("forbidden"))
                .map(entry -> entry.getKey() + " " + entry.getValue().title() + " is forbidden, found "
                        + Figures.found(entry.getValue()))
                .toList();
    }

    private static String some(List<String> reasons) {
        String text = reasons.stream().limit(REASONS).map(Headline::bare).collect(Collectors.joining("; "));
        return reasons.size() > REASONS ? text + "; and " + (reasons.size() - REASONS) + " more" : text;
    }

    private static String bare(String sentence) {
        String text = sentence.strip();
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
