package io.firedrill.audit;

import io.firedrill.audit.EvidenceMutations.Applied;
import io.firedrill.audit.EvidenceMutations.Kind;
import io.firedrill.audit.EvidenceMutations.Noticeable;
import io.firedrill.audit.Result.Verdict;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;

/** What became of mutations, by their kind. */
final class MutationTally {

    private static final class Row {
        private int tried;
        private int noChange;
        private int inconclusive;
        private int failed;
        private int passed;
        private int forged;
        private int contradicted;
        private int forgedToFail;
        private int unnoticed;
        private int better;
    }

    private final Map<Kind, Row> rows = new EnumMap<>(Kind.class);

    /** @param better whether any figure became smaller */
    void add(Applied applied, Verdict verdict, boolean better) {
        Row row = rows.computeIfAbsent(applied.kind(), kind -> new Row());
        row.tried++;
        row.noChange += applied.changed() ? 0 : 1;
        switch (verdict) {
            case PASS -> row.passed++;
            case FAIL -> row.failed++;
            case INCONCLUSIVE -> row.inconclusive++;
        }
        if (applied.changed() && applied.noticeable() == Noticeable.FORGED) {
            row.forged++;
            switch (verdict) {
                case INCONCLUSIVE -> row.contradicted++;
                case FAIL -> row.forgedToFail++;
                case PASS -> {
                    row.unnoticed += better ? 0 : 1;
                    row.better += better ? 1 : 0;
                }
            }
        }
    }

    /** Two tables of markdown: all of them, and those that no checksum can tell. */
    String text(String folder) {
        StringBuilder text = new StringBuilder("`" + folder
                + "`:\n\n| what was done | tried | of these no change | INCONCLUSIVE | FAIL | PASS |\n"
                + "| --- | --- | --- | --- | --- | --- |\n");
        rows.forEach((kind, row) ->
                line(text, name(kind), row.tried, row.noChange, row.inconclusive, row.failed, row.passed));
        text.append(
                "\n| forged: the manifest fits | changed | noticed: INCONCLUSIVE | noticed: FAIL | not noticeable, no figure better"
                        + " | not noticeable, a figure better |\n| --- | --- | --- | --- | --- | --- |\n");
        rows.forEach((kind, row) -> {
            if (row.forged > 0) {
                line(text, name(kind), row.forged, row.contradicted, row.forgedToFail, row.unnoticed, row.better);
            }
        });
        line(
                text,
                "all",
                sum(row -> row.forged),
                sum(row -> row.contradicted),
                sum(row -> row.forgedToFail),
                sum(row -> row.unnoticed),
                sum(row -> row.better));
        return text.toString();
    }

    private int sum(ToIntFunction<Row> count) {
        return rows.values().stream().mapToInt(count).sum();
    }

    private static String name(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static void line(StringBuilder text, String name, int... counts) {
        text.append("| ").append(name);
        for (int count : counts) {
            text.append(" | ").append(count);
        }
        text.append(" |\n");
    }
}
