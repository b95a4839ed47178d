package io.firedrill.cli;

import io.firedrill.audit.Result;
import io.firedrill.audit.Result.ObjectiveResult;
import io.firedrill.audit.Result.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A result as a few lines for a person at a terminal. */
final class Summary {

    private static final int MOST_REASONS = 8;

    /** Behind what a result of an earlier version says is certain, where it does not say what is possible. */
    private static final String UNKNOWN_END = " (upper end not known)";

    private Summary() {}

    static List<String> of(Result result) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(result.verdict() + "  " + result.run().scenario() + ": "
                + result.run().title());
        lines.add("");
        lines.addAll(headline(result).lines("  "));
        if (!result.objectives().isEmpty()) {
            lines.add("");
            lines.addAll(objectives(result).lines("  "));
        }
        List<String> reasons = reasons(result);
        if (!reasons.isEmpty()) {
            lines.add("");
            lines.addAll(reasons);
        }
        lines.addAll(unmeasured(result));
        return lines;
    }

    private static Table headline(Result result) {
        Table table = new Table();
        Result.Rto rto = result.rto();
        if (rto == null) {
            table.row("RTO", "not measured");
        } else {
            table.row(
                    "RTO",
                    service(rto) + ", write " + seconds(rto.writeMillis()) + ", read " + seconds(rto.readMillis())
                            + ", unserved " + rto.unserved());
        }
        Result.Rpo rpo = result.rpo();
        if (rpo == null) {
            table.row("RPO", "not measured");
        } else {
            table.row(
                    "RPO",
                    bounds(rpo.records(), rpo.mayRecords()) + " records, " + bounds(rpo.bytes(), rpo.mayBytes())
                            + " bytes, " + age(rpo) + "; "
                            + bounds(rpo.strandedRecords(), rpo.strandedMayRecords()) + " stranded, "
                            + bounds(rpo.finalRecords(), rpo.finalMayRecords()) + " lost for good");
        }
        table.row("duplicates", duplicates(result.duplicates()));
        Result.SplitBrain splitBrain = result.splitBrain();
        table.row(
                "split brain",
                splitBrain == null
                        ? "not measured"
                        : splitBrain.writes() + " writes, " + splitBrain.ambiguous() + " ambiguous"
                                + (splitBrain.writes() == 0
                                        ? ""
                                        : ", " + splitBrain.bothSides() + " keys written on both sides"));
        Result.Sends sends = result.sends();
        table.row(
                "sends",
                sends == null
                        ? "not measured"
                        : sends.intended() + " intended, " + sends.ok() + " acknowledged, " + sends.unknown()
                                + " unknown, " + sends.failed() + " failed, " + sends.unserved() + " unserved"
                                + gap(sends));
        return table;
    }

    private static String gap(Result.Sends sends) {
        Map<String, Double> gaps = sends.longestAckGapMillis();
        return gaps == null
                ? ""
                : gaps.entrySet().stream()
                        .max(Map.Entry.comparingByValue())
                        .map(gap -> "; longest without acknowledgement " + seconds(gap.getValue())
                                + bar(sends, gap.getKey()) + ", " + gap.getKey())
                        .orElse("");
    }

    private static String bar(Result.Sends sends, String partition) {
        Map<String, Double> bars = sends.longestAckGapPlusMinusMillis();
        Double bar = bars == null ? null : bars.get(partition);
        return bar == null ? "" : " +- " + seconds(bar);
    }

    private static String duplicates(Result.@Nullable Duplicates duplicates) {
        return duplicates == null
                ? "not measured"
                : duplicates.delivered().count() + " delivered ("
                        + percent(duplicates.delivered().ratio()) + "), "
                        + duplicates.log().count() + " in logs ("
                        + percent(duplicates.log().ratio()) + ")";
    }

    private static Table objectives(Result result) {
        Table table = new Table().row("objective", "limit", "measured", "verdict");
        for (ObjectiveResult objective : result.objectives()) {
            String bar = objective.plusMinus().isEmpty() ? "" : " +- " + objective.plusMinus();
            table.row(
                    objective.name(),
                    objective.limit(),
                    objective.measured() + bar,
                    objective.verdict().name());
        }
        return table;
    }

    /** Why it is not a PASS, what weighs most first: what failed, what went wrong, and what that left undecided. */
    private static List<String> reasons(Result result) {
        List<String> reasons = new ArrayList<>();
        reasons.addAll(judged(result, Verdict.FAIL));
        result.troubles().forEach(trouble -> reasons.add("  " + Verdict.INCONCLUSIVE + " " + trouble));
        reasons.addAll(judged(result, Verdict.INCONCLUSIVE));
        if (reasons.size() <= MOST_REASONS) {
            return reasons;
        }
        List<String> some = new ArrayList<>(reasons.subList(0, MOST_REASONS));
        some.add("  and " + (reasons.size() - MOST_REASONS) + " more, all in the report");
        return some;
    }

    private static List<String> judged(Result result, Verdict verdict) {
        List<String> lines = new ArrayList<>();
        for (ObjectiveResult objective : result.objectives()) {
            if (objective.verdict() == verdict && !objective.reason().isEmpty()) {
                lines.add("  " + verdict + " " + objective.name() + ": " + objective.reason());
            }
        }
        result.anomalies().forEach((id, anomaly) -> {
            if (anomaly.count() != null && anomaly.verdict() == verdict) {
                lines.add("  " + verdict + " " + id + " " + anomaly.title() + " (" + anomaly.rule() + "): "
                        + bounds(anomaly.count(), anomaly.mayRecords()) + " " + anomaly.unit());
            }
        });
        return lines;
    }

    private static List<String> unmeasured(Result result) {
        List<String> ids = new ArrayList<>();
        result.anomalies().forEach((id, anomaly) -> {
            if (anomaly.count() == null) {
                ids.add(id);
            }
        });
        return ids.isEmpty()
                ? List.of()
                : List.of("", "  not measured, and nothing is said of them: " + String.join(" ", ids));
    }

    private static String service(Result.Rto rto) {
        return rto.recovered()
                ? seconds(rto.serviceMillis()) + " +- " + seconds(rto.plusMinusMillis())
                : "not recovered within " + seconds(rto.windowMillis());
    }

    /** @param may null in a result of a version that did not count it, which is not nothing */
    private static String bounds(long must, @Nullable Long may) {
        if (may == null) {
            return must + UNKNOWN_END;
        }
        return may == 0 ? Long.toString(must) : "[" + must + " .. " + (must + may) + "]";
    }

    private static String age(Result.Rpo rpo) {
        String least = seconds(rpo.timeMillis());
        if (rpo.mostTimeMillis() == null) {
            return "reaching back " + least + UNKNOWN_END;
        }
        String most = seconds(rpo.mostTimeMillis());
        return "reaching back " + (least.equals(most) ? least : "[" + least + " .. " + most + "]");
    }

    private static String seconds(@Nullable Double millis) {
        if (millis == null) {
            return "not measured";
        }
        return millis < 1000
                ? String.format(Locale.ROOT, "%.0f ms", millis)
                : String.format(Locale.ROOT, "%.2f s", millis / 1000);
    }

    private static String percent(double ratio) {
        return String.format(Locale.ROOT, "%.2f %%", ratio * 100);
    }
}
