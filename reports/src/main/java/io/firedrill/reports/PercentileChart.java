package io.firedrill.reports;

import io.firedrill.audit.Result.Latency;
import io.firedrill.reports.Svg.Anchor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Latency percentiles as lines over one logarithmic axis, a panel for each kind of latency and a line for each period. A period has
 * its own colour, dash and marker, and its name at the line's end.
 */
final class PercentileChart {

    private static final double LEFT = 58;
    private static final double RIGHT = OverviewChart.WIDTH;
    private static final double NAMES_WIDTH = 88;
    private static final double TOP = 34;
    private static final double BOTTOM = 284;
    private static final int STYLES = 5;
    private static final List<String> PERCENTILES = List.of("p50", "p90", "p99", "p99.9", "max");
    private static final double SMALLEST_MILLIS = 0.1;

    private final Map<String, Map<String, Latency>> panels = new LinkedHashMap<>();
    private final List<String> periods = new ArrayList<>();
    private final double low;
    private final double high;

    /** @param latency by kind and period, {@code acknowledged-baseline}; not empty, every one with a count above 0 */
    PercentileChart(Map<String, Latency> latency) {
        double least = Double.MAX_VALUE;
        double most = SMALLEST_MILLIS;
        for (Map.Entry<String, Latency> entry : latency.entrySet()) {
            int dash = entry.getKey().indexOf('-');
            String kind = dash < 0 ? "" : entry.getKey().substring(0, dash);
            String period = entry.getKey().substring(dash + 1);
            panels.computeIfAbsent(kind, k -> new LinkedHashMap<>()).put(period, entry.getValue());
            if (!periods.contains(period)) {
                periods.add(period);
            }
            for (double value : values(entry.getValue())) {
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
        }
        this.low = Math.floor(Math.log10(least));
        this.high = Math.max(low + 1, Math.ceil(Math.log10(most)));
    }

    Svg draw() {
        Svg svg =
                new Svg("percentiles", "chart", OverviewChart.WIDTH, BOTTOM + 28, "Latency percentiles", description());
        double width = (RIGHT - LEFT) / panels.size();
        double left = LEFT;
        for (Map.Entry<String, Map<String, Latency>> panel : panels.entrySet()) {
            panel(svg, panel.getKey(), panel.getValue(), left, left + width - NAMES_WIDTH);
            left += width;
        }
        return svg.done();
    }

    private void panel(Svg svg, String kind, Map<String, Latency> lines, double left, double right) {
        svg.text("region", Anchor.START, left, TOP - 16, kind);
        for (double power = low; power <= high; power++) {
            double y = y(Math.pow(10, power));
            svg.line("grid", left, y, right, y);
            if (left == LEFT) {
                svg.text("tick", Anchor.END, left - 7, y + 4, decade(power));
            }
        }
        for (int i = 0; i < PERCENTILES.size(); i++) {
            svg.line("grid", x(i, left, right), TOP, x(i, left, right), BOTTOM);
            svg.text("tick", Anchor.MIDDLE, x(i, left, right), BOTTOM + 18, PERCENTILES.get(i));
        }
        List<Double> ends = new ArrayList<>();
        lines.forEach(
                (period, one) -> line(svg, period, values(one), periods.indexOf(period) % STYLES, left, right, ends));
    }

    private void line(Svg svg, String name, double[] values, int style, double left, double right, List<Double> ends) {
        Svg.Path path = new Svg.Path();
        for (int i = 0; i < values.length; i++) {
            if (i == 0) {
                path.move(x(i, left, right), y(values[i]));
            } else {
                path.to(x(i, left, right), y(values[i]));
            }
        }
        svg.path("curve c" + style, path);
        for (int i = 0; i < values.length; i++) {
            svg.path("marker c" + style, marker(style, x(i, left, right), y(values[i])));
        }
        double end = y(values[values.length - 1]) + 4;
        while (touches(ends, end)) {
            end += 4;
        }
        ends.add(end);
        svg.text("series c" + style, Anchor.START, right + 8, end, name);
    }

    private static boolean touches(List<Double> ends, double y) {
        return ends.stream().anyMatch(other -> Math.abs(other - y) < 15);
    }

    /** Octagon, square, triangle, diamond, bow tie: told apart without colour. */
    private static Svg.Path marker(int style, double x, double y) {
        double[][] corners =
                switch (style) {
                    case 0 ->
                        new double[][] {
                            {-2, -4.5}, {2, -4.5}, {4.5, -2}, {4.5, 2}, {2, 4.5}, {-2, 4.5}, {-4.5, 2}, {-4.5, -2}
                        };
                    case 1 -> new double[][] {{-4, -4}, {4, -4}, {4, 4}, {-4, 4}};
                    case 2 -> new double[][] {{0, -5.5}, {5, 4}, {-5, 4}};
                    case 3 -> new double[][] {{0, -6}, {5, 0}, {0, 6}, {-5, 0}};
                    default -> new double[][] {{-5, -5}, {5, 5}, {5, -5}, {-5, 5}};
                };
        Svg.Path path = new Svg.Path();
        for (double[] corner : corners) {
            if (path.isEmpty()) {
                path.move(x + corner[0], y + corner[1]);
            } else {
                path.to(x + corner[0], y + corner[1]);
            }
        }
        return path.close();
    }

    private static double x(int index, double left, double right) {
        return left + 16 + index * (right - left - 32) / (PERCENTILES.size() - 1);
    }

    private double y(double millis) {
        return BOTTOM - (Math.log10(Math.max(SMALLEST_MILLIS, millis)) - low) / (high - low) * (BOTTOM - TOP);
    }

    private static double[] values(Latency latency) {
        double[] values = {latency.p50(), latency.p90(), latency.p99(), latency.p999(), latency.max()};
        for (int i = 0; i < values.length; i++) {
            values[i] = Double.isFinite(values[i]) ? Math.max(SMALLEST_MILLIS, values[i]) : SMALLEST_MILLIS;
        }
        return values;
    }

    private static String decade(double power) {
        double millis = Math.pow(10, power);
        return millis >= 1000
                ? Figures.decimals(millis / 1000, 0) + " s"
                : Figures.decimals(millis, millis < 1 ? 1 : 0) + " ms";
    }

    private String description() {
        StringBuilder text = new StringBuilder("Logarithmic axis. ");
        panels.forEach((kind, lines) -> lines.forEach((period, one) -> text.append(kind)
                .append(' ')
                .append(period)
                .append(": median ")
                .append(Figures.millis(one.p50()))
                .append(", p99 ")
                .append(Figures.millis(one.p99()))
                .append(", largest ")
                .append(Figures.millis(one.max()))
                .append(". ")));
        return text.toString().trim();
    }
}
