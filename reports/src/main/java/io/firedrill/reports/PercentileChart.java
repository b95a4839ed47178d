package io.firedrill.reports;

import io.firedrill.audit.Result.Latency;
import io.firedrill.reports.Svg.Anchor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Latency percentiles as lines over a logarithmic axis, one marker shape and one dash a line, named at its end. */
final class PercentileChart {

    private static final double WIDTH = OverviewChart.WIDTH;
    private static final double LEFT = 62;
    private static final double RIGHT = WIDTH - 160;
    private static final double TOP = 12;
    private static final double BOTTOM = 262;
    private static final List<String> NAMES = List.of("p50", "p90", "p99", "p99.9", "max");
    private static final double SMALLEST_MILLIS = 0.1;

    private final Map<String, Latency> latency;
    private final double low;
    private final double high;

    /** @param latency not empty, every one with a count above 0 */
    PercentileChart(Map<String, Latency> latency) {
        this.latency = latency;
        double least = Double.MAX_VALUE;
        double most = SMALLEST_MILLIS;
        for (Latency one : latency.values()) {
            for (double value : values(one)) {
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
        }
        this.low = Math.floor(Math.log10(least));
        this.high = Math.max(low + 1, Math.ceil(Math.log10(most)));
    }

    Svg draw() {
        Svg svg = new Svg("percentiles", "chart", WIDTH, BOTTOM + 34, "Latency percentiles", description());
        for (double power = low; power <= high; power++) {
            double y = y(Math.pow(10, power));
            svg.line("grid", LEFT, y, RIGHT, y);
            svg.text("tick", Anchor.END, LEFT - 7, y + 4, decade(power));
        }
        for (int i = 0; i < NAMES.size(); i++) {
            svg.line("grid", x(i), TOP, x(i), BOTTOM);
            svg.text("tick", Anchor.MIDDLE, x(i), BOTTOM + 18, NAMES.get(i));
        }
        List<Double> ends = new ArrayList<>();
        int number = 0;
        for (Map.Entry<String, Latency> entry : latency.entrySet()) {
            line(svg, entry.getKey(), values(entry.getValue()), number % 5, ends);
            number++;
        }
        return svg.done();
    }

    private void line(Svg svg, String name, double[] values, int style, List<Double> ends) {
        Svg.Path path = new Svg.Path();
        for (int i = 0; i < values.length; i++) {
            if (i == 0) {
                path.move(x(i), y(values[i]));
            } else {
                path.to(x(i), y(values[i]));
            }
        }
        svg.path("curve c" + style, path);
        for (int i = 0; i < values.length; i++) {
            svg.path("marker c" + style, marker(style, x(i), y(values[i])));
        }
        double end = y(values[values.length - 1]) + 4;
        while (touches(ends, end)) {
            end += 4;
        }
        ends.add(end);
        svg.text("series c" + style, Anchor.START, RIGHT + 12, end, name);
    }

    private static boolean touches(List<Double> ends, double y) {
        return ends.stream().anyMatch(other -> Math.abs(other - y) < 15);
    }

    /** Circle-like octagon, square, triangle, diamond, bow tie: told apart without colour. */
    private static Svg.Path marker(int style, double x, double y) {
        double r = 4.5;
        double d = r * 0.45;
        return switch (style) {
            case 0 ->
                new Svg.Path()
                        .move(x - d, y - r)
                        .to(x + d, y - r)
                        .to(x + r, y - d)
                        .to(x + r, y + d)
                        .to(x + d, y + r)
                        .to(x - d, y + r)
                        .to(x - r, y + d)
                        .to(x - r, y - d)
                        .close();
            case 1 ->
                new Svg.Path()
                        .move(x - 4, y - 4)
                        .to(x + 4, y - 4)
                        .to(x + 4, y + 4)
                        .to(x - 4, y + 4)
                        .close();
            case 2 ->
                new Svg.Path()
                        .move(x, y - 5.5)
                        .to(x + 5, y + 4)
                        .to(x - 5, y + 4)
                        .close();
            case 3 ->
                new Svg.Path()
                        .move(x, y - 6)
                        .to(x + 5, y)
                        .to(x, y + 6)
                        .to(x - 5, y)
                        .close();
            default ->
                new Svg.Path()
                        .move(x - 5, y - 5)
                        .to(x + 5, y + 5)
                        .to(x + 5, y - 5)
                        .to(x - 5, y + 5)
                        .close();
        };
    }

    private static double x(int index) {
        return LEFT + 26 + index * (RIGHT - LEFT - 52) / (NAMES.size() - 1);
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
        latency.forEach((name, one) -> text.append(name)
                .append(": median ")
                .append(Figures.millis(one.p50()))
                .append(", p99 ")
                .append(Figures.millis(one.p99()))
                .append(", largest ")
                .append(Figures.millis(one.max()))
                .append(". "));
        return text.toString().trim();
    }
}
