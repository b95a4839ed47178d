package io.firedrill.reports;

import io.firedrill.reports.Svg.Anchor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Labels over a time axis that never cover each other: each stands beside the foot line of its moment, in the highest row from
 * which that line meets no other label on its way down.
 */
final class MarkLabels {

    private static final double ROW = 17;
    private static final double FONT = 12.5;
    private static final int MOST_LETTERS = 52;
    private static final int MOST_TOGETHER = 37;
    private static final List<String> TONES = List.of("fault", "good", "point", "plain");
    private static final double TOGETHER = 2.5;

    private record Placed(double x, String text, String tone, int row, boolean leftwards) {}

    private final List<Placed> placed = new ArrayList<>();
    private int rows;

    MarkLabels(List<Mark> marks, TimeAxis axis) {
        double[] taken = new double[marks.size() + 1];
        Arrays.fill(taken, Double.NEGATIVE_INFINITY);
        for (Mark mark : together(marks, axis)) {
            double x = axis.x(mark.at());
            String label = shortened(mark.label());
            double width = Svg.width(label, FONT) + 8;
            boolean leftwards = x + width > axis.right() + 6;
            int row = row(taken, leftwards ? x - width : x - 1);
            taken[row] = leftwards ? x + 2 : x + width;
            rows = Math.max(rows, row + 1);
            placed.add(new Placed(x, label, mark.tone(), row, leftwards));
        }
    }

    /** Height of all rows. */
    double height() {
        return rows * ROW + 6;
    }

    void draw(Svg svg, double top, double bottom) {
        for (Placed mark : placed) {
            svg.line("mark " + mark.tone, mark.x, top + mark.row * ROW + 2, mark.x, bottom);
        }
        for (Placed mark : placed) {
            svg.text(
                    "label " + mark.tone,
                    mark.leftwards ? Anchor.END : Anchor.START,
                    mark.x + (mark.leftwards ? -4 : 4),
                    top + mark.row * ROW + 12.5,
                    mark.text);
        }
    }

    private static String shortened(String label) {
        return label.length() > MOST_LETTERS ? label.substring(0, MOST_LETTERS - 1) + "…" : label;
    }

    private static int row(double[] taken, double x) {
        int row = taken.length - 1;
        while (row > 0 && taken[row - 1] < x) {
            row--;
        }
        return row;
    }

    /** Marks that fall onto one spot share one label, unless it would grow long. */
    private static List<Mark> together(List<Mark> marks, TimeAxis axis) {
        List<Mark> merged = new ArrayList<>();
        for (Mark mark : marks) {
            if (!axis.holds(mark.at())) {
                continue;
            }
            Mark last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            String both = last == null ? "" : last.label() + " · " + mark.label();
            if (last != null && axis.x(mark.at()) - axis.x(last.at()) < TOGETHER && both.length() <= MOST_TOGETHER) {
                merged.set(merged.size() - 1, new Mark(last.at(), both, louder(last.tone(), mark.tone())));
            } else {
                merged.add(mark);
            }
        }
        return merged;
    }

    private static String louder(String one, String other) {
        return TONES.indexOf(one) <= TONES.indexOf(other) ? one : other;
    }
}
