package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.evidence.RunFolder;
import io.firedrill.export.CountedExport;
import io.firedrill.export.Exporter;
import io.firedrill.export.Format;
import io.firedrill.export.SqlAudit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** {@code ci/sql-check}: the two ways to count, on runs of real drills. */
@EnabledIfSystemProperty(named = "firedrill.sql.runs", matches = ".+")
class SqlCheckTest {

    @TempDir
    Path temp;

    @Test
    void theAuditAndSqlAgreeOnTheseRuns() throws IOException, SQLException {
        SqlAudit sql = SqlAudit.ofThisCheckout();
        StringBuilder table = new StringBuilder();
        Map<String, Map<String, Long>> runs = new TreeMap<>();
        Map<String, Map<String, Long>> bySql = new TreeMap<>();
        for (String run : System.getProperty("firedrill.sql.runs").split(":")) {
            RunFolder folder = new RunFolder(Path.of(run));
            Path exported = CountedExport.keptOr(temp).resolve("export-" + table.length());
            Exporter.Exported export = Exporter.export(folder, exported, Format.PARQUET);
            Map<String, Long> audit = new TreeMap<>();
            Auditor.audit(folder).anomalies().forEach((name, anomaly) -> {
                if (anomaly.count() != null) {
                    audit.put(name, anomaly.count());
                }
            });
            audit.keySet().retainAll(sql.classes());
            Map<String, Long> counted = sql.counts(exported, Format.PARQUET, audit.keySet());
            new CountedExport(run, audit, counted).write(exported);
            table.append(run).append('\n');
            export.problems()
                    .forEach(problem -> table.append("  ").append(problem).append('\n'));
            export.rows().forEach((name, rows) -> {
                if (rows > 0) {
                    table.append(String.format(Locale.ROOT, "  %-20s %,12d rows%n", name, rows));
                }
            });
            table.append("  class        audit          SQL\n");
            audit.forEach((name, count) ->
                    table.append(String.format(Locale.ROOT, "  %s   %,12d %,12d%n", name, count, counted.get(name))));
            Files.writeString(
                    Path.of(System.getProperty("firedrill.root")).resolve("harness/export/target/sql-check.txt"),
                    table);
            assertThat(audit).as(run).isNotEmpty();
            runs.put(run, audit);
            bySql.put(run, counted);
        }
        assertThat(bySql).isEqualTo(runs);
    }
}
