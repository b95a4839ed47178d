package io.firedrill.audit;

import io.firedrill.audit.PlantedSends.Standing;
import io.firedrill.scenario.AnomalyClass;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What was certain and what might be beside it in the drills of a calibration in which not every log was read, as planted and as the audit found
 * it. Written as {@link CalibrationTable} is: figure, drills, planted for certain, planted that may be, and both as found.
 */
final class RangeTable {
    private final Map<String, long[]> rows = new LinkedHashMap<>();
    private int drills;

    /** Adds a drill. */
    void add(Result result, Planting planting) {
        drills++;
        PlantedLoss loss = PlantedLoss.of(planting.drill(), planting.sends());
        Result.Rpo rpo = result.rpo();
        add(
                "sends.open",
                0,
                planting.sends().count(Standing.OPEN),
                0,
                result.sends().open());
        add("rpo.records", loss.records.must, loss.records.may, rpo.records(), rpo.mayRecords());
        add("rpo.bytes", loss.bytes(), loss.mayBytes(), rpo.bytes(), known(rpo.mayBytes()));
        add("rpo.final", loss.lostForGood.must, loss.lostForGood.may, rpo.finalRecords(), known(rpo.finalMayRecords()));
        add("stranded", loss.stranded.must, loss.stranded.may, rpo.strandedRecords(), known(rpo.strandedMayRecords()));
        add(
                "counts of classes",
                Arrays.stream(AnomalyClass.values()).filter(planting::told).count(),
                Arrays.stream(AnomalyClass.values())
                        .filter(anomaly -> !planting.told(anomaly))
                        .count(),
                result.anomalies().values().stream()
                        .filter(it -> it.count() != null)
                        .count(),
                result.anomalies().values().stream()
                        .filter(it -> it.count() == null)
                        .count());
    }

    private void add(String figure, long... counts) {
        long[] row = rows.computeIfAbsent(figure, f -> new long[counts.length]);
        Arrays.setAll(row, i -> row[i] + counts[i]);
    }

    private static long known(Long may) {
        return Objects.requireNonNull(may);
    }

    /** Writes what was added so far, if anybody wants it. */
    void write(String which) throws IOException {
        StringBuilder text = new StringBuilder();
        rows.forEach((figure, row) -> {
            text.append(figure).append('\t').append(drills);
            Arrays.stream(row).forEach(count -> text.append('\t').append(count));
            text.append('\n');
        });
        CalibrationTable.write(which, text);
    }
}
