package io.firedrill.reports;

import io.firedrill.audit.Result.Phase;
import io.firedrill.audit.Result.Transition;
import io.firedrill.reports.Svg.Anchor;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The recovery time as one stacked bar of its phases, with its error bar and, when it is near, the limit. */
final class PhaseBar {

    private static final double LEFT = 12;
    private static final double RIGHT = OverviewChart.WIDTH - 14;
    private static final double TOP = 44;
    private static final double HEIGHT = 42;
    private static final double LIMIT_NEAR = 1.6;

    private final Transition transition;
    private final @Nullable Double limitMillis;
    private final String id;

    PhaseBar(String id, Transition transition, @Nullable Double limitMillis) {
        this.id = id;
        this.transition = transition;
        this.limitMillis = limitMillis;
    }

    Svg draw() {
        double start = transition.phases().get(0).startMillis();
        double total = transition.phases().stream().mapToDouble(Phase::millis).sum();
        double error = Math.max(0, transition.rto().plusMinusMillis());
        Double limit = limitMillis;
        double watched = transition.rto().recovered()
                ? total
                : Math.max(total, transition.rto().windowMillis());
        boolean near = limit != null && limit <= Math.max(1, watched) * LIMIT_NEAR;
        double span = Math.max(watched + (transition.rto().recovered() ? error : 0), limit != null && near ? limit : 0)
                * 1.02;
        TimeAxis axis = new TimeAxis(0, Math.max(1, span), LEFT, RIGHT);
        Svg svg = new Svg(
                id, "chart", OverviewChart.WIDTH, TOP + HEIGHT + 52, "Recovery time by phase", description(total));
        svg.hatch("return", "hatch paper", 7, 2)
                .hatch("notice", "hatch paper", 4.5, 1)
                .hatch("open", "hatch bad", 8, 1.5);
        axis.draw(svg, TOP - 4, TOP + HEIGHT + 6, "time since T0");
        for (int i = 0; i < transition.phases().size(); i++) {
            segment(svg, axis, transition.phases().get(i), i + 1, start);
        }
        if (watched > total) {
            double x = axis.x(total);
            svg.hatched("open", x, TOP, axis.x(watched) - x, HEIGHT, "no steady service");
            svg.text("label fault halo", Anchor.START, x + 6, TOP + 25, "no steady service");
        }
        if (error > 0 && transition.rto().recovered()) {
            double middle = TOP + HEIGHT - 9;
            svg.line("whisker", axis.x(total - error), middle, axis.x(total + error), middle);
            svg.line("whisker", axis.x(total - error), middle - 5, axis.x(total - error), middle + 5);
            svg.line("whisker", axis.x(total + error), middle - 5, axis.x(total + error), middle + 5);
        }
        String headline = transition.rto().recovered()
                ? Figures.millisWithError(total, error)
                : "not recovered, watched for " + Figures.span(transition.rto().windowMillis());
        svg.text("strong halo", Anchor.START, LEFT, TOP - 22, headline);
        if (limit != null && near) {
            double x = axis.x(limit);
            svg.line("limit", x, TOP - 18, x, TOP + HEIGHT + 6);
            String text = "limit " + Figures.span(limit);
            boolean right = x + Svg.width(text, 13) + 8 < RIGHT;
            svg.text("label halo", right ? Anchor.START : Anchor.END, right ? x + 5 : x - 5, TOP - 9, text);
        }
        if (limit != null && !near) {
            svg.text("tick", Anchor.END, RIGHT, TOP - 26, "limit " + Figures.span(limit) + ", beyond this drawing");
        }
        return svg.done();
    }

    /** Families that occur, for the key beside the drawing. */
    Set<PhaseFamily> families() {
        Set<PhaseFamily> families = EnumSet.noneOf(PhaseFamily.class);
        transition.phases().forEach(phase -> families.add(PhaseFamily.of(phase)));
        return families;
    }

    private void segment(Svg svg, TimeAxis axis, Phase phase, int number, double start) {
        double x = axis.x(phase.startMillis() - start);
        double width = Math.max(1, axis.x(phase.startMillis() - start + phase.millis()) - x);
        PhaseFamily family = PhaseFamily.of(phase);
        String tip = number + " " + phase.name() + ", " + Figures.millis(phase.millis());
        svg.rect("segment " + family.css(), x, TOP, width, HEIGHT, tip);
        if (family != PhaseFamily.RUNBOOK) {
            svg.hatched(family.css(), x, TOP, width, HEIGHT, tip);
        }
        String full = number + " " + phase.name();
        String length = Figures.millis(phase.millis());
        if (width > Svg.width(full, 12.5) + 10) {
            svg.text("onbar", Anchor.START, x + 6, TOP + 18, full);
            svg.text("onbar light", Anchor.START, x + 6, TOP + 34, length);
        } else if (width > 15) {
            svg.text("onbar", Anchor.MIDDLE, x + width / 2, TOP + 18, Integer.toString(number));
        }
    }

    private String description(double total) {
        StringBuilder text =
                new StringBuilder("A bar of ").append(Figures.millis(total)).append(": ");
        for (Phase phase : transition.phases()) {
            text.append(phase.name())
                    .append(' ')
                    .append(Figures.millis(phase.millis()))
                    .append(", ");
        }
        text.setLength(text.length() - 2);
        return text.append('.').toString();
    }
}
