package io.firedrill.audit;

import io.firedrill.scenario.AnomalyClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many of each class were planted in the drills of a calibration, and how many the audit found, and how many records were delivered again
 * for each cause. {@code ci/calibration} has it written, by -Dfiredrill.calibration.table=FOLDER, a file {@code <which>.tsv} a part: class,
 * title, drills, planted, found.
 */
final class CalibrationTable {

    private static final class Row {
        private long planted;
        private long found;

        void add(long more, long moreFound) {
            planted += more;
            found += moreFound;
        }
    }

    /** By name and title. */
    private final Map<String, Row> rows = new LinkedHashMap<>();

    private int drills;

    /** Adds a drill. */
    void add(Result result, Planting planting) {
        drills++;
        for (AnomalyClass anomaly : AnomalyClass.values()) {
            Long found = result.anomalies().get(anomaly.name()).count();
            Row row = row(anomaly.name(), anomaly.title());
            if (found != null) {
                row.add(planting.expected(anomaly), found);
            }
            if (anomaly == AnomalyClass.C3) {
                planting.because().forEach((cause, planted) -> row("", "deliveries: " + cause)
                        .add(planted, result.duplicates().deliveredBecause().get(cause)));
            }
        }
    }

    private Row row(String name, String title) {
        return rows.computeIfAbsent(name + '\t' + title, n -> new Row());
    }

    /** Writes what was added so far, if anybody wants it. */
    void write(String which) throws IOException {
        StringBuilder text = new StringBuilder();
        rows.forEach((named, row) -> text.append(named)
                .append('\t')
                .append(drills)
                .append('\t')
                .append(row.planted)
                .append('\t')
                .append(row.found)
                .append('\n'));
        write(which, text);
    }

    static void write(String which, CharSequence text) throws IOException {
        String folder = System.getProperty("firedrill.calibration.table");
        if (folder != null) {
            Files.writeString(Files.createDirectories(Path.of(folder)).resolve(which + ".tsv"), text);
        }
    }
}
