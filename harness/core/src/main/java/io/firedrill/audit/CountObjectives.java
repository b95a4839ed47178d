package io.firedrill.audit;

import io.firedrill.audit.Result.ObjectiveResult;
import io.firedrill.audit.Troubles.Scope;
import io.firedrill.scenario.AnomalyClass;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Objectives that limit a number or a share: of records, writes, keys, deliveries, failovers. */
final class CountObjectives {
    private static final String NO_SNAPSHOT = "there is no transition with a failover snapshot";

    private final Story story;
    private final Measures measures;
    private final Doubts doubts;
    private final FigureCheck check;

    CountObjectives(Story story, Measures measures, Doubts doubts, Troubles troubles) {
        this.story = story;
        this.measures = measures;
        this.doubts = doubts;
        this.check = new FigureCheck(doubts, troubles);
    }

    ObjectiveResult ratio(String name, double limit) {
        String text = Limits.percent(limit);
        if (measures.duplicates().isEmpty()) {
            return FigureCheck.unmeasured(name, text, "duplicates could not be counted");
        }
        Result.Duplicates duplicates = measures.duplicates().get().figures();
        boolean log = name.equals("duplicates.log");
        Result.Counted counted = log ? duplicates.log() : duplicates.delivered();
        String measured = Limits.percent(counted.ratio()) + " (" + counted.count() + ")";
        return check.judged(
                name,
                text,
                FigureCheck.Measured.exactly(measured, counted.ratio()),
                limit,
                log ? Scope.DUPLICATES : Scope.CONSUMERS,
                log ? doubts.ofScans() : doubts.ofFacts());
    }

    ObjectiveResult count(String name, long limit) {
        Result.Rpo rpo = measures.first(story).map(Result.Transition::rpo).orElse(null);
        String text = Long.toString(limit);
        switch (name) {
            case "rpo.records" -> {
                return rpo == null
                        ? FigureCheck.unmeasured(name, text, NO_SNAPSHOT)
                        : check.lost(name, limit, rpo.records(), rpo.mayRecords(), rpo.mayRecords());
            }
            case "rpo.bytes" -> {
                return rpo == null
                        ? FigureCheck.unmeasured(name, text, NO_SNAPSHOT)
                        : check.lost(name, limit, rpo.bytes(), known(rpo.mayBytes()), rpo.mayRecords());
            }
            case "rpo.final" -> {
                return rpo == null
                        ? FigureCheck.unmeasured(name, text, NO_SNAPSHOT)
                        : check.lost(
                                name,
                                limit,
                                rpo.finalRecords(),
                                known(rpo.finalMayRecords()),
                                known(rpo.finalMayRecords()));
            }
            case "split-brain.writes" -> {
                Result.SplitBrain split = measures.splitBrain();
                return split == null
                        ? FigureCheck.unmeasured(name, text, "ownership of the keys is not known")
                        : check.exact(name, limit, split.writes(), Scope.OWNERSHIP, doubts.ofWrites());
            }
            case "false-failovers" -> {
                return falseFailovers(name, limit);
            }
            case "conflict.writes", "conflict.keys" -> {
                Result.Conflicts conflicts = measures.conflicts();
                if (conflicts == null) {
                    return FigureCheck.unmeasured(name, text, "ownership of the keys is not known");
                }
                long found = name.equals("conflict.writes") ? conflicts.writes() : conflicts.keys();
                return check.exact(name, limit, found, Scope.OWNERSHIP, doubts.ofFacts());
            }
            default -> {
                return anomaly(name, limit);
            }
        }
    }

    /** Only a result of an earlier version lacks an upper end, and what is held here was just measured. */
    private static long known(@Nullable Long may) {
        return Objects.requireNonNull(may);
    }

    /** What stood still while the detector looked may be why it found nobody: that is no failover of Kafka's clients' doing. */
    private ObjectiveResult falseFailovers(String name, long limit) {
        List<Result.Transition> found = measures.transitions().stream()
                .filter(Result.Transition::falseFailover)
                .toList();
        long ours = found.stream()
                .filter(transition -> doubts.ofStalls().isPresent()
                        || measures.errorBar(transition)
                                        .map(ErrorBar::stalledDetector)
                                        .orElse(0L)
                                > 0)
                .count();
        return check.range(
                name,
                limit,
                found.size() - ours,
                ours,
                doubts.ofStalls()
                        .orElse(
                                "our own processes stood still while the detector looked at the region, and that may be why"),
                Scope.TIME,
                Optional.empty());
    }

    private ObjectiveResult anomaly(String name, long limit) {
        for (AnomalyClass anomaly : AnomalyClass.values()) {
            Anomalies.Count found = measures.anomalies().counts().get(anomaly);
            if (name.equals(anomaly.objective()) && found != null) {
                long may = measures.anomalies().may(anomaly);
                return check.range(
                        name,
                        limit,
                        found.count(),
                        may,
                        FigureCheck.fate(may),
                        Anomalies.scope(anomaly),
                        Optional.empty());
            }
        }
        return FigureCheck.unmeasured(
                name, Long.toString(limit), "this version does not measure it, or not from this evidence");
    }
}
