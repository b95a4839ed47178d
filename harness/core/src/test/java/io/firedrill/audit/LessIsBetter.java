package io.firedrill.audit;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a result of which less looks better, by the names of objectives where the language has one; what could not be measured is
 * absent. Left out are percentiles, of latency and of the ages of copies: they describe the facts that are there, what is lost moves them
 * either way, and nothing is held against them. So are counts of which more is better, as of what was acknowledged or delivered.
 */
final class LessIsBetter {
    private LessIsBetter() {}

    /** Those that an objective can hold. */
    static Map<String, Double> held(Result result) {
        Map<String, Double> figures = new TreeMap<>();
        Result.Rto rto = result.rto();
        if (rto != null) {
            put(figures, "rto.service", rto.serviceMillis());
            put(figures, "rto.write", rto.writeMillis());
            put(figures, "rto.read", rto.readMillis());
            put(figures, "rto.full", rto.fullMillis());
            put(figures, "rto.protected", rto.protectedMillis());
        }
        Result.Rpo rpo = result.rpo();
        if (rpo != null) {
            put(figures, "rpo.records", rpo.records() + rpo.mayRecords());
            put(figures, "rpo.bytes", rpo.bytes() + rpo.mayBytes());
            put(figures, "rpo.time", rpo.mostTimeMillis());
            put(figures, "rpo.final", rpo.finalRecords() + rpo.finalMayRecords());
        }
        Result.Duplicates duplicates = result.duplicates();
        if (duplicates != null) {
            put(figures, "duplicates.log", duplicates.log().ratio());
            put(figures, "duplicates.delivered", duplicates.delivered().ratio());
        }
        Result.SplitBrain split = result.splitBrain();
        if (split != null) {
            put(figures, "split-brain.writes", split.writes());
        }
        Result.Conflicts conflicts = result.conflicts();
        if (conflicts != null) {
            put(figures, "conflict.writes", conflicts.writes());
            put(figures, "conflict.keys", conflicts.keys());
        }
        put(
                figures,
                "false-failovers",
                result.transitions().stream()
                        .filter(Result.Transition::falseFailover)
                        .count());
        result.anomalies().forEach((name, anomaly) -> {
            // An objective on C7 is how old a copy may be.
            if (name.equals("C7")) {
                put(figures, "anomalies.C7", anomaly.figures().get("maxMillis"));
            } else {
                put(figures, "anomalies." + name, anomaly.count());
            }
        });
        return figures;
    }

    /** Those that no objective can hold. */
    static Map<String, Double> others(Result result) {
        Map<String, Double> figures = new TreeMap<>();
        Result.Rto rto = result.rto();
        if (rto != null) {
            put(figures, "rto.unserved", rto.unserved());
            put(figures, "rto.plusMinus", rto.plusMinusMillis());
            put(figures, "rto.longestAckGap", most(rto.longestAckGapMillis().values()));
        }
        Result.Rpo rpo = result.rpo();
        if (rpo != null) {
            put(figures, "rpo.beforeT0", rpo.beforeT0());
            put(figures, "rpo.afterT0", rpo.afterT0());
            put(figures, "rpo.holes", rpo.holes());
            put(figures, "rpo.stranded", rpo.strandedRecords() + rpo.strandedMayRecords());
            put(figures, "rpo.oldest", rpo.oldestMillis());
            put(figures, "rpo.prefix", rpo.prefixMillis());
            put(figures, "rpo.plusMinus", rpo.plusMinusMillis());
        }
        Result.Duplicates duplicates = result.duplicates();
        if (duplicates != null) {
            put(figures, "duplicates.log.count", duplicates.log().count());
            put(figures, "duplicates.delivered.count", duplicates.delivered().count());
            put(figures, "duplicates.deepestRewind", duplicates.deepestRewind());
            put(figures, "duplicates.mostForOneRecord", duplicates.mostForOneRecord());
            duplicates
                    .deliveredBecause()
                    .forEach((cause, count) -> put(figures, "duplicates.deliveredBecause." + cause, count));
        }
        Result.SplitBrain split = result.splitBrain();
        if (split != null) {
            put(figures, "splitBrain.ambiguous", split.ambiguous());
            put(figures, "splitBrain.divergence", split.divergenceMillis());
            put(figures, "splitBrain.bothSides", split.bothSides());
        }
        conflicts(figures, result.conflicts());
        Result.Sends sends = result.sends();
        if (sends != null) {
            put(figures, "sends.failed", sends.failed());
            put(figures, "sends.unknown", sends.unknown());
            put(figures, "sends.absent", sends.absent());
            put(figures, "sends.open", sends.open());
            put(figures, "sends.unserved", sends.unserved());
            put(figures, "sends.longestAckGap", most(sends.longestAckGapMillis().values()));
        }
        put(figures, "C7.count", result.anomalies().get("C7").count());
        result.anomalies().forEach((name, anomaly) -> anomaly.figures().forEach((figure, value) -> {
            if (!figure.matches("p\\d+Millis|deliveries")) {
                put(figures, name + "." + figure, value);
            }
        }));
        return figures;
    }

    private static void conflicts(Map<String, Double> figures, Result.@Nullable Conflicts conflicts) {
        if (conflicts == null) {
            return;
        }
        put(figures, "conflicts.rejected", conflicts.regionalAuthority().rejected());
        put(figures, "conflicts.dropped", conflicts.lastWriterWins().dropped());
        conflicts.lastWriterWins().skewed().forEach(skewed -> {
            String name = "conflicts." + skewed.region() + "." + skewed.aheadMillis();
            put(figures, name + ".dropped", skewed.dropped());
            put(figures, name + ".newestDropped", skewed.newestDropped());
        });
        put(figures, "conflicts.events", conflicts.merge().events());
        put(figures, "conflicts.differingKeys", conflicts.merge().differingKeys());
    }

    private static @Nullable Double most(Collection<Double> values) {
        return values.stream().max(Double::compare).orElse(null);
    }

    private static void put(Map<String, Double> figures, String name, @Nullable Number figure) {
        if (figure != null) {
            figures.put(name, figure.doubleValue());
        }
    }
}
