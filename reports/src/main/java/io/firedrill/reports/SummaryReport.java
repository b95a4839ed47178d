package io.firedrill.reports;

import io.firedrill.audit.Result;
import io.firedrill.audit.Result.ObjectiveResult;
import io.firedrill.audit.Result.Rpo;
import io.firedrill.audit.Result.Rto;
import io.firedrill.audit.Result.Verdict;
import java.util.List;

/** {@code summary.md}: a result that fits a CI job's summary or a comment on a pull request. */
final class SummaryReport {

    private static final int MOST_NOTES = 5;

    private final Result result;
    private final StringBuilder out = new StringBuilder();

    SummaryReport(Result result) {
        this.result = result;
    }

    /** The whole file. */
    String render() {
        Headline headline = Headline.of(result);
        line("## " + symbol(result.verdict()) + " " + result.verdict() + ": "
                + text(result.run().scenario()));
        line("");
        line("**" + text(headline.happened()) + "**");
        line("");
        line(text(headline.because()));
        line("");
        figures();
        objectives();
        notes("Troubles, why the drill is no sound measurement", result.troubles());
        notes("Warnings", result.warnings());
        line("Run `" + code(result.run().id()) + "`, " + text(result.run().title()) + ". Pattern "
                + text(result.run().pattern()) + ", platform "
                + text(result.run().platform()) + ", Kafka "
                + text(kafka()) + ", "
                + text(Figures.millis(result.run().seconds() * 1000)) + ".");
        line("");
        line("Files: `report.html` (everything, with drawings), `result.json` (for machines), `junit.xml`, "
                + "`manifest.json` (sums of the evidence). Audit again: `firedrill audit RUN`.");
        return out.toString();
    }

    private void figures() {
        line("| figure | value | |");
        line("| --- | --- | --- |");
        Rto rto = result.rto();
        if (rto != null) {
            String service = rto.serviceMillis() == null && !rto.recovered()
                    ? ">\u00a0" + Figures.span(rto.windowMillis())
                    : Figures.millisWithError(rto.serviceMillis(), rto.plusMinusMillis());
            row("RTO, service", service, "fault until steady service");
            row("RTO, write / read", Figures.millis(rto.writeMillis()) + " / " + Figures.millis(rto.readMillis()), "");
        }
        Rpo rpo = result.rpo();
        if (rpo != null) {
            row("RPO, records", Figures.between(rpo.records(), rpo.mayRecords()), "acknowledged, missing at takeover");
            row("RPO, time", Figures.timeBetween(rpo), "how far back they reach");
            row(
                    "lost for good",
                    Figures.between(rpo.finalRecords(), rpo.finalMayRecords()),
                    "stranded: " + Figures.between(rpo.strandedRecords(), rpo.strandedMayRecords()));
        }
        Result.Duplicates duplicates = result.duplicates();
        if (duplicates != null) {
            String ratio = Figures.percent(duplicates.delivered().ratio());
            row("duplicates delivered", Figures.count(duplicates.delivered().count()), ratio);
        }
        Result.SplitBrain split = result.splitBrain();
        if (split != null) {
            row(
                    "split-brain writes",
                    Figures.count(split.writes()),
                    "ambiguous: " + Figures.count(split.ambiguous()) + "; keys written on both sides: "
                            + Figures.count(split.bothSides()));
        }
        if (rto == null && rpo == null && duplicates == null && split == null) {
            row("all", Figures.NOT_MEASURED, "");
        }
        line("");
    }

    private void objectives() {
        if (result.objectives().isEmpty()) {
            line("The scenario states no objective.");
            line("");
            return;
        }
        line("| objective | limit | measured | verdict | why |");
        line("| --- | --- | --- | --- | --- |");
        for (ObjectiveResult objective : result.objectives()) {
            String error = objective.plusMinus().isBlank() ? "" : " ± " + objective.plusMinus();
            line("| `" + code(objective.name()) + "` | " + text(objective.limit()) + " | "
                    + text(objective.measured() + error) + " | " + symbol(objective.verdict()) + " "
                    + objective.verdict() + " | " + text(objective.reason() + because(objective)) + " |");
        }
        line("");
    }

    /** Why the limit is what it is; a result of an earlier version does not say. */
    private static String because(ObjectiveResult objective) {
        return objective.because() == null || objective.because().isEmpty()
                ? ""
                : " (the limit, as the scenario says: " + objective.because() + ")";
    }

    private void notes(String title, List<String> notes) {
        if (notes.isEmpty()) {
            return;
        }
        line("**" + title + "**");
        line("");
        notes.stream().limit(MOST_NOTES).forEach(note -> line("- " + text(note)));
        if (notes.size() > MOST_NOTES) {
            line("- and " + (notes.size() - MOST_NOTES) + " more in report.html");
        }
        line("");
    }

    private String kafka() {
        List<String> versions = result.run().kafkaVersions().values().stream()
                .distinct()
                .sorted()
                .toList();
        return versions.isEmpty() ? "version not recorded" : String.join(" and ", versions);
    }

    private void row(String name, String value, String note) {
        line("| " + name + " | **" + text(value) + "** | " + (note.isEmpty() ? "" : text(note)) + " |");
    }

    private void line(String line) {
        out.append(line).append('\n');
    }

    static String symbol(Verdict verdict) {
        return switch (verdict) {
            case PASS -> "✅";
            case FAIL -> "❌";
            case INCONCLUSIVE -> "⚠️";
        };
    }

    /** Nothing in a name may become markup, a link, a mention or another cell. */
    private static String text(String text) {
        StringBuilder escaped = new StringBuilder();
        Figures.text(text).codePoints().forEach(c -> {
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '|', '*', '_', '`', '[', ']', '\\', '#', '@' ->
                    escaped.append('\\').appendCodePoint(c);
                default -> escaped.appendCodePoint(Character.isISOControl(c) ? ' ' : c);
            }
        });
        return escaped.toString();
    }

    /** Between backticks nothing can be escaped, so what would end them or the cell is replaced. */
    private static String code(String text) {
        StringBuilder replaced = new StringBuilder();
        Figures.text(text)
                .codePoints()
                .forEach(c -> replaced.appendCodePoint(
                        switch (c) {
                            case '`' -> '\'';
                            case '|' -> '/';
                            case '<' -> '‹';
                            case '>' -> '›';
                            default -> Character.isISOControl(c) ? ' ' : c;
                        }));
        return replaced.toString();
    }
}
