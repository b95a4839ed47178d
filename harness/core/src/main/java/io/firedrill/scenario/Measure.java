package io.firedrill.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A measure that an objective may limit (MEASURES.md).
 *
 * @param name as objectives name it
 * @param limit what its limit looks like
 * @param meaning a sentence for the tables
 */
record Measure(String name, Form<Objective.Limit> limit, String meaning) {

    private static final Form<Objective.Limit> TIME =
            Scalars.DURATION.as((Duration atMost) -> new Objective.Limit.Time(atMost));
    private static final Form<Objective.Limit> COUNT =
            Scalars.whole(0, Long.MAX_VALUE).as((Long atMost) -> new Objective.Limit.Count(atMost));
    private static final Form<Objective.Limit> BYTES = Scalars.size(
                    0, Long.MAX_VALUE, "a size such as 0B, 512B or 64KiB")
            .as((Long atMost) -> new Objective.Limit.Count(atMost));
    private static final Form<Objective.Limit> RATIO =
            Scalars.RATIO.as((Double atMost) -> new Objective.Limit.Ratio(atMost));

    static final List<Measure> ALL = all();

    static Optional<Measure> named(String name) {
        return ALL.stream().filter(measure -> measure.name().equals(name)).findFirst();
    }

    static List<String> names() {
        return ALL.stream().map(Measure::name).toList();
    }

    private static List<Measure> all() {
        List<Measure> all = new ArrayList<>(List.of(
                new Measure("rto.service", TIME, "from the fault to the start of the first good window; the headline"),
                new Measure("rto.write", TIME, "from the fault to the first acknowledgement on the last partition"),
                new Measure("rto.read", TIME, "from the fault to the first delivery on the last partition"),
                new Measure("rto.full", TIME, "from the fault to consumers caught up"),
                new Measure("rto.protected", TIME, "from the fault to replication in the new direction keeping up"),
                new Measure("rpo.records", COUNT, "acknowledged records missing at the target when it took over"),
                new Measure(
                        "rpo.time",
                        TIME,
                        "how far back from the fault they reach: to the oldest, or to the last before the first gap; a range where not all of that is certain"),
                new Measure("rpo.bytes", BYTES, "their size"),
                new Measure("rpo.final", COUNT, "those absent everywhere after healing"),
                new Measure("duplicates.log", RATIO, "further copies in the logs, of distinct records"),
                new Measure("duplicates.delivered", RATIO, "further deliveries, of distinct records"),
                new Measure("split-brain.writes", COUNT, "acknowledged by a region that did not own the key"),
                new Measure("conflict.writes", COUNT, "writes of a key that another region wrote unknowingly as well"),
                new Measure("conflict.keys", COUNT, "keys with such writes"),
                new Measure("false-failovers", COUNT, "transitions that no fault called for")));
        for (AnomalyClass anomaly : AnomalyClass.values()) {
            all.add(of(anomaly));
        }
        return List.copyOf(all);
    }

    private static Measure of(AnomalyClass anomaly) {
        return anomaly == AnomalyClass.C7
                ? new Measure(
                        anomaly.objective(),
                        TIME,
                        "how old a copy may be when it is delivered; class C7 counts those that are older")
                : new Measure(anomaly.objective(), COUNT, "how many of anomaly class " + anomaly);
    }
}
