package io.firedrill.reports;

import io.firedrill.reports.Svg.Anchor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Milliseconds of the drill onto the width of a drawing.
 *
 * @param from first moment shown
 * @param to last moment shown, after {@code from}
 * @param left where {@code from} is
 * @param right where {@code to} is
 */
record TimeAxis(double from, double to, double left, double right) {

    private static final double[] STEPS_SECONDS = {
        0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400
    };

    TimeAxis {
        if (!(to > from)) {
            throw new IllegalArgumentException("A time axis needs to > from, found " + from + " and " + to);
        }
    }

    /** Where a moment is, held within the drawing. */
    double x(double millis) {
        double held = Math.max(from, Math.min(to, millis));
        return left + (held - from) / (to - from) * (right - left);
    }

    boolean holds(double millis) {
        return millis >= from && millis <= to;
    }

    /** Round moments, about nine of them. */
    List<Double> ticks() {
        double step = STEPS_SECONDS[STEPS_SECONDS.length - 1] * 1000;
        for (double candidate : STEPS_SECONDS) {
            if ((to - from) / (candidate * 1000) <= 10) {
                step = candidate * 1000;
                break;
            }
        }
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(from / step); i * step <= to; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** Grid lines from top to bottom and a label below each. */
    void draw(Svg svg, double top, double bottom, String unitNote) {
        for (double tick : ticks()) {
            svg.line(tick == 0 ? "grid zero" : "grid", x(tick), top, x(tick), bottom);
            svg.text("tick", Anchor.MIDDLE, x(tick), bottom + 16, label(tick));
        }
        svg.line("axis", left, bottom, right, bottom);
        svg.text("tick note", Anchor.END, right, bottom + 33, unitNote);
    }

    private static String label(double millis) {
        double seconds = millis / 1000;
        String sign = seconds < 0 ? "−" : "";
        double size = Math.abs(seconds);
        if (size >= 120 && size % 60 == 0) {
            return sign + Math.round(size / 60) + " min";
        }
        String text =
                size == Math.rint(size) ? Long.toString(Math.round(size)) : String.format(Locale.ROOT, "%.1f", size);
        return sign + text + " s";
    }
}
