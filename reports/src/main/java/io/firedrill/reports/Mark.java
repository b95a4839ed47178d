package io.firedrill.reports;

import io.firedrill.audit.Result.Transition;
import io.firedrill.evidence.TimelineEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A moment of the drill worth a label.
 *
 * @param at milliseconds since the drill's zero
 * @param tone {@code fault}, {@code point}, {@code good}, {@code plain}: a class of the style sheet
 */
record Mark(double at, String label, String tone) {

    private static final List<Map.Entry<String, String>> POINTS = List.of(
            Map.entry("T1", "T1 detected"),
            Map.entry("T2", "T2 decided"),
            Map.entry("T3", "T3 switched"),
            Map.entry("T4w", "T4w writes again"),
            Map.entry("T4r", "T4r reads again"),
            Map.entry("T5", "T5 service stable"),
            Map.entry("T6", "T6 caught up"),
            Map.entry("T7", "T7 protected again"));

    /** Marks of the whole drill, in order of time. */
    static List<Mark> of(ReportData data) {
        List<Mark> marks = new ArrayList<>();
        data.result()
                .faults()
                .forEach(fault -> marks.add(new Mark(
                        fault.receipt().observed() ? fault.effectMillis() : fault.appliedAtMillis(),
                        fault.receipt().fault() + " " + fault.receipt().target(),
                        "fault")));
        data.result().transitions().forEach(transition -> marks.addAll(points(transition)));
        for (TimelineEvent event : data.events()) {
            double at = data.millis(event.at());
            if (event instanceof TimelineEvent.RegionRestored restored) {
                marks.add(new Mark(at, restored.region() + " restored", "good"));
            } else if (event instanceof TimelineEvent.FaultLifted lifted && !restored(data, lifted.target())) {
                marks.add(new Mark(at, lifted.fault() + " lifted", "good"));
            } else if (event instanceof TimelineEvent.LoadStopped) {
                marks.add(new Mark(at, "load stops", "plain"));
            } else if (event instanceof TimelineEvent.Trouble) {
                marks.add(new Mark(at, "trouble", "fault"));
            }
        }
        marks.removeIf(mark -> !Double.isFinite(mark.at()));
        marks.sort(Comparator.comparingDouble(Mark::at));
        return marks;
    }

    /** Lifting the loss of a region is its restoration, which has a mark of its own. */
    private static boolean restored(ReportData data, String region) {
        return data.all(TimelineEvent.RegionRestored.class).stream()
                .anyMatch(event -> event.region().equals(region));
    }

    /** The points T0 to T7 that a transition reached, in order of time. */
    static List<Mark> points(Transition transition) {
        List<Mark> marks = new ArrayList<>();
        Double t0 = transition.points().get("T0");
        if (t0 != null) {
            marks.add(new Mark(t0, "T0", "fault"));
        }
        for (Map.Entry<String, String> point : POINTS) {
            Double at = transition.points().get(point.getKey());
            if (at != null) {
                marks.add(new Mark(at, point.getValue(), point.getKey().equals("T5") ? "good" : "point"));
            }
        }
        marks.sort(Comparator.comparingDouble(Mark::at));
        return marks;
    }
}
