package io.firedrill.reports;

import io.firedrill.audit.Result;
import io.firedrill.audit.Result.Anomaly;
import io.firedrill.audit.Result.Latency;
import io.firedrill.audit.Result.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@code report.jte} shows, decided and drawn.
 *
 * @param style the style sheet
 * @param overview null when the timeline holds too little to draw
 * @param percentiles null when no latency was measured
 * @param unsettled classes that this drill's evidence could not settle
 * @param unmeasured classes that were not measured and why, as {@code R8 torn-transaction: this version does not measure it}
 * @param inapplicable classes that do not apply to the pattern
 */
public record ReportPage(
        ReportData data,
        String style,
        Headline headline,
        List<Tile> tiles,
        @Nullable Svg overview,
        List<TransitionView> transitions,
        Map<String, Latency> latency,
        @Nullable Svg percentiles,
        Map<String, List<AnomalyRow>> anomalies,
        List<String> unsettled,
        List<String> unmeasured,
        List<String> inapplicable,
        RunEnvironment environment) {

    /**
     * A class of anomaly with what was found of it.
     *
     * @param code as {@code P1}
     */
    public record AnomalyRow(String code, String definition, Anomaly anomaly) {

        /** Rules whose verdict counts. */
        public boolean judged() {
            return !anomaly.rule().equals("expected");
        }

        /** Worth opening unasked. */
        public boolean striking() {
            return judged() && anomaly.verdict() != Verdict.PASS;
        }
    }

    static ReportPage of(ReportData data, String css) {
        Result result = data.result();
        Map<String, Latency> latency = measured(result.latency());
        Map<String, List<AnomalyRow>> anomalies = new LinkedHashMap<>();
        List<String> unsettled = new ArrayList<>();
        List<String> unmeasured = new ArrayList<>();
        List<String> inapplicable = new ArrayList<>();
        result.anomalies().forEach((code, anomaly) -> {
            if (anomaly.rule().equals("not-applicable")) {
                inapplicable.add(code + " " + anomaly.title());
            } else if (anomaly.count() == null) {
                (unsettled(result, code) ? unsettled : unmeasured).add(unmeasured(code, anomaly));
            } else {
                anomalies
                        .computeIfAbsent(AnomalyTexts.family(code), family -> new ArrayList<>())
                        .add(new AnomalyRow(code, AnomalyTexts.of(code), anomaly));
            }
        });
        return new ReportPage(
                data,
                css,
                Headline.of(result),
                Tile.of(result),
                data.events().size() > 1 ? new OverviewChart(data).draw() : null,
                TransitionView.of(data),
                latency,
                latency.isEmpty() ? null : new PercentileChart(latency).draw(),
                anomalies,
                unsettled,
                unmeasured,
                inapplicable,
                RunEnvironment.of(result.environment()));
    }

    /** Version of Kafka by region. */
    public String kafka() {
        String versions = result().run().kafkaVersions().entrySet().stream()
                .map(version -> version.getKey() + " " + version.getValue())
                .collect(Collectors.joining(", "));
        return Figures.text(versions);
    }

    public Result result() {
        return data.result();
    }

    /** A class with the reason why it has no number. */
    private static String unmeasured(String code, Anomaly anomaly) {
        // A result of an earlier version gives no reason.
        String reason = Figures.text(anomaly.reason());
        String figures = Figures.named(anomaly.figures());
        return code + " " + anomaly.title()
                + (anomaly.reason() == null || anomaly.reason().isEmpty() ? "" : ": " + reason)
                + (figures.isEmpty() ? "" : ": " + figures);
    }

    /** The audit names a class among its troubles when it tried to measure it and could not. */
    private static boolean unsettled(Result result, String code) {
        return result.troubles().stream().anyMatch(trouble -> trouble.startsWith(code + " "));
    }

    /** Those that hold anything, kind by kind; {@code acknowledged-baseline} is the baseline of the kind acknowledged. */
    private static Map<String, Latency> measured(Map<String, Latency> latency) {
        Map<String, Map<String, Latency>> kinds = new LinkedHashMap<>();
        latency.forEach((name, one) -> {
            if (one.count() > 0) {
                String kind = name.contains("-") ? name.substring(0, name.indexOf('-')) : "";
                kinds.computeIfAbsent(kind, k -> new LinkedHashMap<>()).put(name, one);
            }
        });
        Map<String, Latency> measured = new LinkedHashMap<>();
        kinds.values().forEach(measured::putAll);
        return measured;
    }
}
