package io.firedrill.reports;

import io.firedrill.audit.Result;
import io.firedrill.audit.Result.Transition;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.evidence.TimelineEvent.FaultLifted;
import io.firedrill.evidence.TimelineEvent.RegionRestored;
import io.firedrill.evidence.TimelineEvent.StepFinished;
import io.firedrill.reports.Svg.Anchor;
import java.util.List;

/** The whole drill in one drawing: marks, faults, runbook, and what every region did, over one time axis. */
final class OverviewChart {

    static final double WIDTH = 960;
    static final double LEFT = 178;
    static final double RIGHT = WIDTH - 12;
    private static final double LANE = 20;
    private static final double BEFORE_LOAD = 0.03;
    private static final double MOST_STEPS = 480;

    private final ReportData data;
    private final TimeAxis axis;

    OverviewChart(ReportData data) {
        this.data = data;
        double to = data.series().toMillis();
        // what came before the load is set-up; the list of events has it
        double from = data.first(TimelineEvent.LoadStarted.class)
                .map(load -> data.millis(load.at()))
                .filter(load -> load < to)
                .map(load -> Math.max(data.series().fromMillis(), load - (to - load) * BEFORE_LOAD))
                .orElse(data.series().fromMillis());
        this.axis = new TimeAxis(from, to, LEFT, RIGHT);
    }

    Svg draw() {
        MarkLabels labels = new MarkLabels(Mark.of(data), axis);
        double window = window();
        RatePanels panels = new RatePanels(data.series(), axis, window, intended(data));
        double lanes = labels.height() + 4;
        double rates = lanes + 2 * LANE + 6;
        double bottom = rates + panels.height();
        Svg svg = new Svg("overview", "chart", WIDTH, bottom + 40, "Timeline of the whole drill", description());
        svg.hatch("bad", "hatch bad", 6, 3).hatch("fault", "hatch fault", 7, 2.5);
        outages(svg, lanes, bottom);
        String width = window == 1000 ? "one second" : Figures.decimals(window / 1000, 0) + " seconds";
        axis.draw(svg, lanes, bottom, "time since " + data.zeroName() + "; each step is " + width);
        labels.draw(svg, 0, bottom);
        faults(svg, lanes);
        runbook(svg, lanes + LANE);
        panels.draw(svg, rates);
        return svg.done();
    }

    /** Sends a second that all schedules together asked for; 0 when the timeline does not say. */
    static double intended(ReportData data) {
        return data.first(TimelineEvent.RunStarted.class)
                .map(run -> run.catalogue().producers().stream()
                        .mapToDouble(producer -> producer.ratePerSecond())
                        .sum())
                .orElse(0.0);
    }

    /** Shades the time from T0 to T5, or to the end of what was watched. */
    private void outages(Svg svg, double top, double bottom) {
        for (Transition transition : data.result().transitions()) {
            Double from = transition.points().get("T0");
            if (from == null) {
                continue;
            }
            double to = outageEnd(transition, from, axis.to());
            String tip = "outage of the service, " + Figures.millis(to - from);
            svg.rect("outage", axis.x(from), top, axis.x(to) - axis.x(from), bottom - top, tip);
        }
    }

    static double outageEnd(Transition transition, double from, double otherwise) {
        Double t5 = transition.points().get("T5");
        if (t5 != null) {
            return t5;
        }
        double window = transition.rto().windowMillis();
        return window > 0 ? Math.min(otherwise, from + window) : otherwise;
    }

    private void faults(Svg svg, double y) {
        svg.text("region", Anchor.START, 0, y + 14, "Faults");
        for (Result.Fault fault : data.result().faults()) {
            double from = fault.receipt().observed() ? fault.effectMillis() : fault.appliedAtMillis();
            double to = lifted(fault);
            String name = fault.receipt().fault() + " " + fault.receipt().target();
            double x = axis.x(from);
            double width = Math.max(3, axis.x(to) - x);
            svg.rect("bar fault", x, y + 3, width, LANE - 7, name);
            double text = Svg.width(name, 12) + 14;
            boolean fits = text < width;
            svg.hatched("fault", fits ? x + text : x, y + 3, fits ? width - text : width, LANE - 7, name);
            if (fits) {
                svg.text("inbar", Anchor.START, x + 6, y + 14, name);
            }
        }
    }

    /** When a fault ended: its region came back, it was lifted, or the drill was over. */
    private double lifted(Result.Fault fault) {
        double applied = fault.appliedAtMillis();
        for (TimelineEvent event : data.events()) {
            double at = data.millis(event.at());
            boolean ends = event instanceof RegionRestored restored
                            && fault.receipt().target().equals(restored.region())
                    || event instanceof FaultLifted lifted
                            && fault.receipt().fault().equals(lifted.fault())
                            && fault.receipt().target().equals(lifted.target());
            if (ends && at >= applied) {
                return at;
            }
        }
        return axis.to();
    }

    private void runbook(Svg svg, double y) {
        List<StepFinished> steps = data.all(StepFinished.class);
        svg.text("region", Anchor.START, 0, y + 14, "Runbook");
        if (steps.isEmpty()) {
            svg.text("tick", Anchor.START, axis.left() + 4, y + 14, "no runbook step was taken");
            return;
        }
        for (StepFinished step : steps) {
            double x = axis.x(data.millis(step.startedAt()));
            double width = Math.max(1.5, axis.x(data.millis(step.at())) - x - 0.7);
            String length = Figures.millis((step.at() - step.startedAt()) / 1e6);
            String tip = step.failover() + ": " + step.step() + ", " + length + ", " + step.outcome();
            svg.rect("bar runbook " + (step.index() % 2 == 0 ? "even" : "odd"), x, y + 3, width, LANE - 7, tip);
        }
        double end = axis.x(data.millis(steps.get(steps.size() - 1).at()));
        String text = steps.size() + (steps.size() == 1 ? " step" : " steps");
        boolean fits = end + Svg.width(text, 12) + 8 < axis.right();
        double first = axis.x(data.millis(steps.get(0).startedAt()));
        svg.text("tick halo", fits ? Anchor.START : Anchor.END, fits ? end + 6 : first - 6, y + 14, text);
    }

    /** Width of a step: a second, or a round number of seconds when the drill is long. */
    private double window() {
        double span = axis.to() - axis.from();
        for (double seconds : new double[] {1, 2, 5, 10, 15, 30, 60, 120, 300}) {
            if (span / (seconds * 1000) <= MOST_STEPS) {
                return seconds * 1000;
            }
        }
        return Math.ceil(span / MOST_STEPS / 600_000) * 600_000;
    }

    private String description() {
        StringBuilder text = new StringBuilder("Rates per second of acknowledged, failed or unknown, and delivered ");
        text.append("records in ")
                .append(String.join(" and ", data.series().regions()))
                .append(". ");
        for (Mark mark : Mark.of(data)) {
            text.append(mark.label())
                    .append(" at ")
                    .append(Figures.moment(mark.at()))
                    .append(". ");
        }
        return text.toString().trim();
    }
}
