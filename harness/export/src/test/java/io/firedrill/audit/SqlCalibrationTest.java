package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.evidence.RunFolder;
import io.firedrill.export.CountedExport;
import io.firedrill.export.Exporter;
import io.firedrill.export.Format;
import io.firedrill.export.SqlAudit;
import io.firedrill.scenario.Objective;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit's counts and those of SQL over the exported facts, two ways that share no code, agree on synthetic drills. */
class SqlCalibrationTest {

    /** Of the calibration's combinations; all of them with -Dfiredrill.sql.seeds=1000. */
    private static final int COMBINATIONS = Integer.getInteger("firedrill.sql.seeds", 100);

    private final SqlAudit sql = SqlAudit.ofThisCheckout();

    @TempDir
    Path temp;

    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void nothingPlantedIsNothingFound() throws IOException, SQLException {
        assertThat(agree(new SyntheticDrill(), "nothing", Format.PARQUET).values())
                .containsOnly(0L);
    }

    @Test
    void eachKindAlone() {
        Stream.of(Planting.Kind.values()).parallel().forEach(kind -> {
            Planting planting = new Planting(new SyntheticDrill(), new Random(3));
            planting.plant(kind, 3);
            agrees(planting.drill(), kind + " x 3", Format.PARQUET);
        });
    }

    @Test
    void aStoreOnTheWayBack() throws IOException, SQLException {
        SyntheticDrill primary = new SyntheticDrill();
        primary.keepStore();
        primary.wayBack();
        assertThat(agree(primary, "the primary all the time", Format.CSV)).containsEntry("X6", 515L);

        long again = 55_015 * SyntheticDrill.MILLI;
        for (long late = 0; late < 2; late++) {
            SyntheticDrill restarted = new SyntheticDrill();
            restarted.keepStore();
            restarted.wayBack();
            restarted.promotionsOfEast.add(again);
            restarted.copiedToEast = OptionalLong.of(again + late);
            assertThat(agree(restarted, "copies " + late + " ns late", Format.CSV))
                    .containsEntry("X6", 515 * late);
        }
    }

    @Test
    void seededCombinations() {
        LongStream.rangeClosed(1, COMBINATIONS).parallel().forEach(seed -> {
            Random random = new Random(seed);
            Planting planting = new Planting(new SyntheticDrill(), random);
            for (Planting.Kind kind : Planting.Kind.values()) {
                planting.plant(kind, random.nextInt(4));
            }
            agrees(planting.drill(), "seed " + seed, seed % 2 == 0 ? Format.PARQUET : Format.CSV);
        });
    }

    /** As the other, on any thread: what one drill needs is its own. */
    private void agrees(SyntheticDrill drill, String what, Format format) {
        try {
            agree(drill, what, format);
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(what, e);
        }
    }

    private Map<String, Long> agree(SyntheticDrill drill, String what, Format format) throws IOException, SQLException {
        int number = runs.getAndIncrement();
        drill.objectives.add(new Objective("anomalies.C7", new Objective.Limit.Time(CalibrationTest.OLD)));
        RunFolder folder = drill.write(temp.resolve("run-" + number));
        Path exported = (format == Format.PARQUET ? CountedExport.keptOr(temp) : temp).resolve("export-" + number);
        Exporter.Exported export = Exporter.export(folder, drill.scenario(), exported, format);
        assertThat(export.problems()).as(what).isEmpty();
        Map<String, Long> audit = new TreeMap<>();
        Auditor.audit(folder, drill.scenario()).anomalies().forEach((name, anomaly) -> {
            if (anomaly.count() != null) {
                audit.put(name, anomaly.count());
            }
        });
        audit.keySet().retainAll(sql.classes());
        assertThat(audit.keySet()).as(what).isNotEmpty();
        Map<String, Long> counted = sql.counts(exported, format, audit.keySet());
        new CountedExport(what, audit, counted).write(exported);
        assertThat(counted).as(what).isEqualTo(audit);
        return counted;
    }
}
