package io.firedrill.reports;

import io.firedrill.reports.Series.Measure;
import io.firedrill.reports.Svg.Anchor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rates per second as small multiples over one time axis: for each region what was acknowledged, what failed or stayed unknown,
 * what was delivered. The same measure has the same scale in every region.
 */
final class RatePanels {

    /** What is drawn of a region. */
    private enum Kind {
        ACKED("acknowledged", "acked", 62),
        BAD("failed or unknown", "bad", 40),
        DELIVERED("delivered", "delivered", 62);

        private final String label;
        private final String css;
        private final double height;

        Kind(String label, String css, double height) {
            this.label = label;
            this.css = css;
            this.height = height;
        }

        List<Measure> measures() {
            return switch (this) {
                case ACKED -> List.of(Measure.ACKED);
                case BAD -> List.of(Measure.FAILED, Measure.UNKNOWN);
                case DELIVERED -> List.of(Measure.DELIVERED);
            };
        }
    }

    private record Panel(String region, Kind kind, List<Double> rates, double ceiling, boolean firstOfRegion) {}

    private static final double GAP = 12;
    private static final double REGION_GAP = 24;

    private final List<Panel> panels = new ArrayList<>();
    private final TimeAxis axis;
    private final double windowMillis;
    private final double from;
    private final double intended;

    /**
     * @param windowMillis width of a step, a whole multiple of a bucket
     * @param intended sends a second that the schedules asked for, in all; 0: not known
     */
    RatePanels(Series series, TimeAxis axis, double windowMillis, double intended) {
        this.axis = axis;
        this.windowMillis = windowMillis;
        this.intended = intended;
        this.from = Math.floor(axis.from() / windowMillis) * windowMillis;
        int windows = (int) Math.ceil((axis.to() - from) / windowMillis);
        double acked = intended;
        double bad = 0;
        double delivered = 0;
        for (String region : series.regions()) {
            acked = Math.max(acked, max(rates(series, region, Kind.ACKED, windows)));
            bad = Math.max(bad, max(rates(series, region, Kind.BAD, windows)));
            delivered = Math.max(delivered, max(rates(series, region, Kind.DELIVERED, windows)));
        }
        for (String region : series.regions()) {
            panels.add(new Panel(region, Kind.ACKED, rates(series, region, Kind.ACKED, windows), ceiling(acked), true));
            List<Double> failures = rates(series, region, Kind.BAD, windows);
            if (max(failures) > 0) {
                panels.add(new Panel(region, Kind.BAD, failures, ceiling(bad), false));
            }
            panels.add(new Panel(
                    region, Kind.DELIVERED, rates(series, region, Kind.DELIVERED, windows), ceiling(delivered), false));
        }
    }

    double height() {
        double height = 0;
        for (Panel panel : panels) {
            height += panel.kind.height + (panel.firstOfRegion ? REGION_GAP : GAP);
        }
        return height;
    }

    void draw(Svg svg, double top) {
        double y = top;
        for (Panel panel : panels) {
            y += panel.firstOfRegion ? REGION_GAP : GAP;
            draw(svg, panel, y, y + panel.kind.height);
            y += panel.kind.height;
        }
    }

    private void draw(Svg svg, Panel panel, double top, double bottom) {
        if (panel.firstOfRegion) {
            svg.text("region", Anchor.START, 0, top - 6, panel.region);
        }
        svg.text("series " + panel.kind.css, Anchor.START, 0, top + 15, panel.kind.label);
        svg.text("tick", Anchor.START, 0, top + 31, "per second");
        svg.text("tick", Anchor.END, axis.left() - 6, top + 5, Figures.count(Math.round(panel.ceiling)));
        svg.text("tick", Anchor.END, axis.left() - 6, bottom + 4, "0");
        svg.line("grid", axis.left(), top, axis.right(), top);
        Svg.Path area = new Svg.Path();
        Svg.Path edge = new Svg.Path();
        area.move(axis.left(), bottom);
        for (int i = 0; i < panel.rates.size(); i++) {
            double x1 = axis.x(from + i * windowMillis);
            double x2 = axis.x(from + (i + 1) * windowMillis);
            double y = bottom - Math.min(1, panel.rates.get(i) / panel.ceiling) * (bottom - top);
            area.to(x1, y).to(x2, y);
            if (edge.isEmpty()) {
                edge.move(x1, y).to(x2, y);
            } else {
                edge.to(x1, y).to(x2, y);
            }
        }
        area.to(axis.right(), bottom).close();
        if (panel.kind == Kind.BAD) {
            svg.hatchedPath("bad", area);
        } else {
            svg.path("area " + panel.kind.css, area);
        }
        svg.path("edge " + panel.kind.css, edge);
        svg.line("axis", axis.left(), bottom, axis.right(), bottom);
        if (panel.kind == Kind.ACKED && intended > 0) {
            double y = bottom - Math.min(1, intended / panel.ceiling) * (bottom - top);
            svg.line("intended", axis.left(), y, axis.right(), y);
            svg.line("intended", 0, top + 42, 18, top + 42);
            svg.text(
                    "tick",
                    Anchor.START,
                    24,
                    top + 46,
                    "intended " + Figures.decimals(intended, intended < 10 ? 1 : 0));
        }
    }

    private List<Double> rates(Series series, String region, Kind kind, int windows) {
        double[] sum = new double[windows];
        for (Measure measure : kind.measures()) {
            double[] rates = series.perSecond(region, measure, from, windowMillis, windows);
            for (int i = 0; i < windows; i++) {
                sum[i] += rates[i];
            }
        }
        return Arrays.stream(sum).boxed().toList();
    }

    private static double max(List<Double> values) {
        double max = 0;
        for (double value : values) {
            max = Math.max(max, value);
        }
        return max;
    }

    /** The next round number with some air above. */
    private static double ceiling(double value) {
        if (value <= 0) {
            return 10;
        }
        double air = value * 1.1;
        double power = Math.pow(10, Math.floor(Math.log10(air)));
        for (double step : new double[] {1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10}) {
            if (step * power >= air) {
                return step * power;
            }
        }
        return 10 * power;
    }
}
