package io.firedrill.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.FaultReceipt;
import io.firedrill.evidence.JournalWriter;
import io.firedrill.evidence.Manifest;
import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.evidence.TimelineWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is exported is what the evidence holds, in both formats, as an engine that is not ours reads it. */
class ExporterTest {

    @TempDir
    Path temp;

    private RunFolder run;

    @BeforeEach
    void evidence() throws IOException {
        run = new RunFolder(temp.resolve("run"));
        Files.createDirectories(run.root());
        try (TimelineWriter timeline = new TimelineWriter(run.timeline())) {
            timeline.append(new TimelineEvent.RunStarted(
                    5,
                    "run",
                    "region-loss",
                    "Lost, \"all\" of it",
                    "active-passive",
                    "processes",
                    1_700_000_000_000L,
                    "host",
                    7,
                    "0.1.0",
                    Map.of(),
                    "tester",
                    Map.of(),
                    new Catalogue(
                            List.of("us-east", "us-west"),
                            List.of(
                                    new Catalogue.Topic("orders", "orders", "", 2),
                                    new Catalogue.Topic("us-east.orders", "orders", "us-east", 2)),
                            List.of(new Catalogue.Producer("order-service-0", "order-service", 0, 2.5, 512)),
                            List.of(new Catalogue.Group("billing", "billing", List.of(0, 1))))));
            timeline.append(new TimelineEvent.OwnershipDeclared(6, 1, "us-east", "all"));
            timeline.append(new TimelineEvent.FaultApplied(
                    40,
                    new FaultReceipt(
                            "kill-region", "us-east", "", "SIGKILL", 30, 35, List.of("broker 1"), true, 31, 33, "gone"),
                    "to-west"));
            timeline.append(new TimelineEvent.OwnershipDeclared(50, 2, "us-west", "all"));
            timeline.append(new TimelineEvent.ScanFinished(90, "us-east", true, ""));
        }
        try (JournalWriter journal = new JournalWriter(run.journal("us-east", 1), "us-east", 1, 1 << 16)) {
            journal.sent(0, 0, 1, 0, Long.MIN_VALUE, 0, 560, 10, 11);
            journal.sent(0, 0, 1, 1, 77, 0, 560, 20, 21);
            journal.acked(0, 0, 1, 0, 0, 1, 123_456_789_012L, 12);
            journal.unknown(0, 0, 1, 1, 25, "Timeout");
            journal.delivered(0, 3, 0, 1, 123_456_789_012L, 0, 0, 1, 0, 14, true);
            journal.deliveredForeign(0, 3, 0, 1, 123_456_789_013L, 15);
            journal.committed(0, 0, 1, 123_456_789_014L, 16);
        }
        try (JournalWriter scan = new JournalWriter(run.scan("us-east"), "us-east", 0, 1 << 16)) {
            scan.scanned(0, 1, 123_456_789_012L, 0, 0, 1, 0, Long.MIN_VALUE, 9, 560, -5, true);
            scan.scanComplete(0, 1, 123_456_789_012L, 123_456_789_014L, 80);
        }
        Manifest.write(run, new Manifest.Origin("0.1.0", Map.of(), "host", "tester"));
    }

    private List<String> rows(Format format, Path directory, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = database.createStatement()) {
            for (Table table : Tables.ALL) {
                Path file = format.file(directory, table);
                statement.execute("CREATE VIEW " + table.name() + " AS SELECT * FROM "
                        + (format == Format.PARQUET ? "read_parquet" : "read_csv") + "('" + file + "'"
                        + (format == Format.PARQUET ? "" : ", header = true") + ")");
            }
            try (ResultSet found = statement.executeQuery(query)) {
                while (found.next()) {
                    StringJoiner row = new StringJoiner("|");
                    for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                        row.add(String.valueOf(found.getObject(i)));
                    }
                    rows.add(row.toString());
                }
            }
        }
        return rows;
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void everyFactIsARow(Format format) throws IOException, SQLException {
        Path directory = temp.resolve("export");
        Exporter.Exported exported = Exporter.export(run, directory, format);

        assertThat(exported.rows())
                .containsEntry("sends", 2L)
                .containsEntry("outcomes", 2L)
                .containsEntry("deliveries", 2L)
                .containsEntry("scans", 1L)
                .containsEntry("faults", 1L)
                .containsEntry("canaries", 0L);
        assertThat(rows(format, directory, "SELECT * FROM sends ORDER BY sequence"))
                .containsExactly(
                        "us-east|0|0|1|0|orders|-9223372036854775808|560|10|11", "us-east|0|0|1|1|orders|77|560|20|21");
        assertThat(rows(format, directory, "SELECT * FROM outcomes ORDER BY sequence"))
                .containsExactly(
                        "us-east|0|0|1|0|ok|orders|1|123456789012|12|null",
                        "us-east|0|0|1|1|unknown|null|null|null|25|Timeout");
        assertThat(rows(format, directory, "SELECT * FROM deliveries ORDER BY fact"))
                .containsExactly(
                        "journals/us-east-1|4|us-east|billing|3|orders|1|123456789012|0|0|1|0|true|14",
                        "journals/us-east-1|5|us-east|billing|3|orders|1|123456789013|null|null|null|null|false|15");
        assertThat(rows(format, directory, "SELECT * FROM scans"))
                .containsExactly("us-east|orders|1|123456789012|0|0|1|0|-9223372036854775808|9|560|-5|true");
        assertThat(rows(format, directory, "SELECT epoch, region, since_nanos, until_nanos FROM ownership ORDER BY 1"))
                .containsExactly("1|us-east|6|50", "2|us-west|50|null");
        assertThat(rows(format, directory, "SELECT title, load_started_nanos, last_nanos FROM run"))
                .containsExactly("Lost, \"all\" of it|null|90");
        assertThat(rows(format, directory, "SELECT region, scanned_whole FROM regions ORDER BY number"))
                .containsExactly("us-east|true", "us-west|false");
    }

    @Test
    void whatIsDamagedIsNamedAndTheRestExported() throws IOException {
        Path segment = run.journal("us-east", 1).resolve("00001.fdj");
        byte[] bytes = Files.readAllBytes(segment);
        bytes[100] ^= 1;
        Files.write(segment, bytes);

        Exporter.Exported exported = Exporter.export(run, temp.resolve("export"), Format.CSV);

        assertThat(exported.problems())
                .anySatisfy(problem -> assertThat(problem).contains("journals/us-east-1 is damaged"))
                .anySatisfy(problem -> assertThat(problem).contains("was altered after the drill"))
                .anySatisfy(problem -> assertThat(problem).contains("scenario.yaml"));
        assertThat(exported.rows()).containsEntry("scans", 1L);
    }

    @Test
    void aFolderThatIsNoRunIsSaid() throws IOException {
        Files.delete(run.timeline());

        Exporter.Exported exported = Exporter.export(run, temp.resolve("export"), Format.PARQUET);

        assertThat(exported.problems())
                .anySatisfy(problem -> assertThat(problem).contains("no catalogue"));
        assertThat(exported.rows().values()).containsOnly(0L);
    }

    @Test
    void aMillionFactsNeedNoMoreMemoryThanAFew() throws IOException {
        // Heap that is held after a collection must not grow with the rows: what is written is forgotten.
        try (Sheets sheets = new Sheets(Files.createDirectories(temp.resolve("many")), Format.PARQUET)) {
            FactExport facts = new FactExport(
                    sheets,
                    new Names(new Catalogue(
                            List.of("us-east"),
                            List.of(new Catalogue.Topic("orders", "orders", "", 1)),
                            List.of(),
                            List.of())),
                    Map.of(),
                    "journals/us-east-1",
                    "us-east");
            long few = fill(facts, 0, 400_000);
            long many = fill(facts, 400_000, 2_000_000);
            assertThat(many).isLessThan(few + (16L << 20));
            assertThat(sheets.rows()).containsEntry("sends", 2_000_000L);
        }
    }

    /** Sends so many records; the heap in use afterwards. */
    private static long fill(FactExport facts, int from, int to) {
        for (int i = from; i < to; i++) {
            facts.sent(0, 0, 1, i, i * 0x9E3779B97F4A7C15L, 0, 512, i * 1000L, i * 1000L + i % 777);
        }
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
