package io.firedrill.reports;

import io.firedrill.audit.Result.ObjectiveResult;
import io.firedrill.audit.Result.PartitionRpo;
import io.firedrill.audit.Result.Phase;
import io.firedrill.audit.Result.Rpo;
import io.firedrill.audit.Result.Transition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A transition as the report shows it.
 *
 * @param id for anchors and drawings
 * @param closeUp null without a T0
 * @param bar null without phases
 * @param points that were reached, in order of time
 * @param gaps longest gap without an acknowledgement by partition, worst first
 */
public record TransitionView(
        String id,
        Transition transition,
        @Nullable Svg closeUp,
        @Nullable Svg bar,
        Set<PhaseFamily> families,
        List<Point> points,
        List<Map.Entry<String, Double>> gaps) {

    /**
     * A point in the life of a transition.
     *
     * @param at since the drill's zero
     * @param sinceT0 null without a T0
     */
    public record Point(String name, double at, @Nullable Double sinceT0, String meaning) {}

    private static final Map<String, String> MEANINGS = Map.ofEntries(
            Map.entry("T0lo", "last success of the canary: the fault had no effect before"),
            Map.entry("T0", "the fault took effect: every recovery time counts from here"),
            Map.entry("T0hi", "first failure of the canary: the fault had taken effect"),
            Map.entry("T1", "the detector declared the region down"),
            Map.entry("T2", "the decision to fail over was taken"),
            Map.entry("T3", "the last service had finished its switching step"),
            Map.entry("T4w", "the last partition acknowledged a new record"),
            Map.entry("T4r", "the last group and partition delivered a new record"),
            Map.entry("T5", "start of the first steady window"),
            Map.entry("T6", "consumers' lag was back to the baseline's"),
            Map.entry("T7", "replication protected the new region"));

    static List<TransitionView> of(ReportData data) {
        List<TransitionView> views = new ArrayList<>();
        for (Transition transition : data.result().transitions()) {
            views.add(of(data, transition, "transition-" + (views.size() + 1), views.isEmpty()));
        }
        return views;
    }

    private static TransitionView of(ReportData data, Transition transition, String id, boolean headline) {
        Double t0 = transition.points().get("T0");
        boolean drawable = t0 != null && Double.isFinite(t0) && data.events().size() > 1;
        PhaseBar bar = transition.phases().isEmpty()
                ? null
                : new PhaseBar(id + "-phases", transition, headline ? limit(data) : null);
        List<Point> points = new ArrayList<>();
        transition.points().forEach((name, at) -> {
            Double since = t0 == null ? null : Double.valueOf(at - t0);
            points.add(new Point(name, at, since, MEANINGS.getOrDefault(name, "")));
        });
        points.sort(Comparator.comparingDouble(Point::at));
        return new TransitionView(
                id,
                transition,
                t0 != null && drawable ? new CloseUpChart(id + "-close-up", data, transition, t0).draw() : null,
                bar == null ? null : bar.draw(),
                bar == null ? Set.of() : bar.families(),
                points,
                transition.rto().longestAckGapMillis().entrySet().stream()
                        .sorted(Map.Entry.<String, Double>comparingByValue()
                                .reversed()
                                .thenComparing(Map.Entry.comparingByKey()))
                        .toList());
    }

    /** Whether the phases are those of the headline figure; in a planned transition they are not. */
    public boolean addsUp() {
        Double service = transition.rto().serviceMillis();
        double sum = transition.phases().stream().mapToDouble(Phase::millis).sum();
        return service != null && Math.abs(sum - service) < 1;
    }

    /** A recovery time; one that never came is told from one that could not be measured. */
    public String reached(@Nullable Double millis) {
        return millis == null && !transition.rto().recovered() ? "not reached" : Figures.millis(millis);
    }

    /** Share of the largest gap, per cent, for a bar. */
    public double gapShare(double gap) {
        return share(gap, gaps.isEmpty() ? 0 : gaps.get(0).getValue());
    }

    /** Share of the worst partition's loss, per cent, for a bar. */
    public double lossShare(PartitionRpo partition) {
        long worst = partitions().stream().mapToLong(PartitionRpo::lost).max().orElse(0);
        return share((double) partition.lost(), (double) worst);
    }

    /** Whether the loss of any partition may reach further back than is certain. */
    public boolean reachesFurther() {
        return partitions().stream()
                .anyMatch(row -> row.mostTimeMillis() != null
                        && row.mostTimeMillis() > Math.max(row.oldestMillis(), row.prefixMillis()));
    }

    /** How many records are or may be missing and of no partition that anybody knows; 0 where a result does not tell. */
    public long inNoPartition() {
        Rpo rpo = transition.rpo();
        if (rpo == null || partitions().isEmpty()) {
            return 0;
        }
        long placed = 0;
        for (PartitionRpo row : partitions()) {
            Long may = row.mayLost();
            if (may == null) {
                return 0;
            }
            placed += row.lost() + may;
        }
        return rpo.records() + rpo.mayRecords() - placed;
    }

    private List<PartitionRpo> partitions() {
        Rpo rpo = transition.rpo();
        return rpo == null ? List.of() : rpo.partitions();
    }

    /** Whether there may be more holes than are certain. */
    public static boolean mayHaveHoles(Rpo rpo) {
        return rpo.mayHoles() != null && rpo.mayHoles() > 0;
    }

    /** Whether records may be missing that are not certain to be: then what is counted alone counts what is certain. */
    public static boolean open(Rpo rpo) {
        return rpo.mayRecords() > 0;
    }

    /** As the other, or whether a partition may lack what is certainly missing: of some nobody knows the place. */
    public static boolean openSomewhere(Rpo rpo) {
        return open(rpo) || rpo.partitions().stream().anyMatch(row -> row.mayLost() != null && row.mayLost() > 0);
    }

    /** Whether it is certain how far back the loss reaches. */
    static boolean exact(Rpo rpo) {
        return !open(rpo) && Objects.equals(rpo.mostTimeMillis(), rpo.timeMillis());
    }

    /** What {@code rpo.time} is of. */
    public static String reaches(Rpo rpo) {
        String text = "how far back the loss reaches"
                + (exact(rpo) || rpo.mostTimeMillis() == null ? "" : ", from what is certain to what may be");
        if (rpo.records() == 0) {
            return text + (open(rpo) ? "; no record is certainly missing" : "; no record is missing");
        }
        return text + ": the oldest record that is " + (open(rpo) ? "certainly " : "") + "missing was "
                + Figures.millis(rpo.oldestMillis()) + " old at the fault, the last before the first gap "
                + (exact(rpo) ? "" : "at least ") + Figures.millis(rpo.prefixMillis());
    }

    /** What MirrorMaker said about itself, beside the truth; beside a truth that is a range nothing is said of how far it was off. */
    public static String mirror(Rpo rpo) {
        Double said = rpo.mirrorLatencyMillis();
        if (said == null) {
            return "MirrorMaker's own metric gave no sample before the fault, so there is nothing to hold beside the truth.";
        }
        String word = "Its last word before the fault was a replication latency of " + Figures.millis(said) + ". ";
        if (!exact(rpo)) {
            return word
                    + (rpo.records() == 0
                            ? "No record was certainly missing"
                            : "The oldest record that was certainly missing was " + Figures.millis(rpo.oldestMillis())
                                    + " old")
                    + ", but how far back the loss reaches is not certain, so nothing is said of how far off the metric was.";
        }
        double difference = rpo.oldestMillis() - said;
        String relation = Math.abs(difference) < Math.max(1, rpo.plusMinusMillis())
                ? "a difference of " + Figures.millis(Math.abs(difference)) + ", within the error bar"
                : difference > 0
                        ? "the metric was too hopeful by " + Figures.millis(difference)
                        : "the metric was too gloomy by " + Figures.millis(-difference);
        return word
                + (rpo.records() == 0
                        ? "No record was really missing: "
                        : "The oldest record that was really missing was " + Figures.millis(rpo.oldestMillis())
                                + " old: ")
                + relation + ".";
    }

    private static double share(double value, double worst) {
        return worst > 0 && Double.isFinite(value) ? Math.max(0, Math.min(100, value / worst * 100)) : 0;
    }

    private static @Nullable Double limit(ReportData data) {
        return data.result().objectives().stream()
                .filter(objective -> objective.name().equals("rto.service"))
                .map(ObjectiveResult::limit)
                .findFirst()
                .flatMap(Limits::millis)
                .orElse(null);
    }
}
