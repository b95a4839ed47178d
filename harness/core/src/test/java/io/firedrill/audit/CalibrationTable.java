package io.firedrill.audit;

import io.firedrill.scenario.AnomalyClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many of each class were planted in the drills of a calibration, and how many the audit found. {@code ci/calibration} has it
 * written, by -Dfiredrill.calibration.table=FOLDER, a file {@code <which>.tsv} a part: class, title, drills, planted, found.
 */
final class CalibrationTable {
    private final Map<AnomalyClass, long[]> rows = new EnumMap<>(AnomalyClass.class);
    private int drills;

    /** Adds a drill. */
    void add(Result result, Planting planting) {
        drills++;
        for (AnomalyClass anomaly : AnomalyClass.values()) {
            Long found = result.anomalies().get(anomaly.name()).count();
            if (found != null) {
                long[] row = rows.computeIfAbsent(anomaly, a -> new long[2]);
                row[0] += planting.expected(anomaly);
                row[1] += found;
            }
        }
    }

    /** Writes what was added so far, if anybody wants it. */
    void write(String which) throws IOException {
        String folder = System.getProperty("firedrill.calibration.table");
        if (folder == null) {
            return;
        }
        StringBuilder text = new StringBuilder();
        rows.forEach((anomaly, row) -> text.append(anomaly.name())
                .append('\t')
                .append(anomaly.title())
                .append('\t')
                .append(drills)
                .append('\t')
                .append(row[0])
                .append('\t')
                .append(row[1])
                .append('\n'));
        Files.writeString(Files.createDirectories(Path.of(folder)).resolve(which + ".tsv"), text);
    }
}
