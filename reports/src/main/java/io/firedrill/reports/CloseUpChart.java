package io.firedrill.reports;

import io.firedrill.audit.Result.Phase;
import io.firedrill.audit.Result.Transition;
import io.firedrill.reports.Svg.Anchor;
import java.util.List;

/** One transition from shortly before its fault until shortly after recovery: each phase on a line, rates by the quarter second. */
final class CloseUpChart {

    private static final double ROW = 21;

    private final ReportData data;
    private final Transition transition;
    private final String id;
    private final TimeAxis axis;
    private final double outageFrom;
    private final double outageTo;

    /** @param t0 of the transition, milliseconds since the drill's zero */
    CloseUpChart(String id, ReportData data, Transition transition, double t0) {
        this.id = id;
        this.data = data;
        this.transition = transition;
        this.outageFrom = t0;
        this.outageTo = OverviewChart.outageEnd(transition, t0, data.series().toMillis());
        double length = Math.max(1000, outageTo - outageFrom);
        this.axis = new TimeAxis(
                t0 - Math.max(1000, length * 0.12),
                outageTo + Math.max(1500, length * 0.24),
                OverviewChart.LEFT,
                OverviewChart.RIGHT);
    }

    Svg draw() {
        MarkLabels labels = new MarkLabels(Mark.points(transition), axis);
        double window = Math.max(Series.BUCKET_MILLIS, Math.ceil((axis.to() - axis.from()) / 480 / 250) * 250);
        RatePanels panels = new RatePanels(data.series(), axis, window, OverviewChart.intended(data));
        List<Phase> phases = transition.phases();
        double rows = labels.height() + 6;
        double rates = rows + phases.size() * ROW + 4;
        double bottom = rates + panels.height();
        String title = "The transition " + transition.name() + " close up";
        Svg svg = new Svg(id, "chart", OverviewChart.WIDTH, bottom + 40, title, description());
        svg.hatch("bad", "hatch bad", 6, 3);
        svg.rect(
                "outage",
                axis.x(outageFrom),
                rows,
                axis.x(outageTo) - axis.x(outageFrom),
                bottom - rows,
                "outage of the service, " + Figures.millis(outageTo - outageFrom));
        axis.draw(svg, rows, bottom, "time since " + data.zeroName() + "; each step is " + Figures.millis(window));
        labels.draw(svg, 0, bottom);
        for (int i = 0; i < phases.size(); i++) {
            row(svg, phases.get(i), i + 1, rows + i * ROW);
        }
        panels.draw(svg, rates);
        return svg.done();
    }

    private void row(Svg svg, Phase phase, int number, double y) {
        svg.text("row", Anchor.START, 0, y + 14, number + "  " + phase.name());
        double x = axis.x(phase.startMillis());
        double end = axis.x(phase.startMillis() + phase.millis());
        String length = Figures.millis(phase.millis());
        String family = PhaseFamily.of(phase).css();
        svg.rect("bar " + family, x, y + 3, Math.max(2, end - x), ROW - 8, phase.name() + ", " + length);
        String text =
                phase.outcome().isBlank() || phase.outcome().equals("done") ? length : length + ", " + phase.outcome();
        boolean fits = end + Svg.width(text, 12) + 8 < axis.right();
        svg.text("tick halo strong", fits ? Anchor.START : Anchor.END, fits ? end + 5 : x - 5, y + 14, text);
    }

    private String description() {
        StringBuilder text = new StringBuilder();
        for (Phase phase : transition.phases()) {
            text.append(phase.name()).append(" from ").append(Figures.moment(phase.startMillis()));
            text.append(" for ").append(Figures.millis(phase.millis())).append(". ");
        }
        text.append("Below, rates in steps of a quarter of a second per region.");
        return text.toString();
    }
}
