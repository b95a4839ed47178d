package io.firedrill.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.export.CountedExport;
import io.firedrill.export.Format;
import io.firedrill.export.SqlAudit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** {@code ci/sql-check --spark}: the queries that DuckDB was asked, by Spark over the same exports. */
@EnabledIfSystemProperty(named = "firedrill.sql.exports", matches = ".+")
class SparkCheckTest {

    @TempDir
    Path temp;

    @Test
    void sparkCountsWhatTheAuditCounts() throws IOException, SQLException {
        SqlAudit sql = SqlAudit.ofThisCheckout();
        StringBuilder table = new StringBuilder();
        Map<String, Map<String, Long>> audited = new TreeMap<>();
        Map<String, Map<String, Long>> bySpark = new TreeMap<>();
        for (Path exported : exports()) {
            CountedExport counts = CountedExport.read(exported);
            Map<String, Long> counted;
            try (Spark spark = new Spark(temp.resolve(exported.getFileName()))) {
                counted = sql.counts(
                        spark, exported, Format.PARQUET, counts.audit().keySet());
            }
            table.append(counts.what()).append("\n  class        audit       DuckDB        Spark\n");
            counts.audit()
                    .forEach((name, count) -> table.append(String.format(
                            Locale.ROOT,
                            "  %s   %,12d %,12d %,12d%n",
                            name,
                            count,
                            counts.duckDb().get(name),
                            counted.get(name))));
            Files.writeString(
                    Path.of(System.getProperty("firedrill.root")).resolve("harness/spark/target/spark-check.txt"),
                    table);
            audited.put(counts.what(), counts.audit());
            bySpark.put(counts.what(), counted);
        }
        assertThat(audited).isNotEmpty();
        assertThat(bySpark).isEqualTo(audited);
    }

    private static List<Path> exports() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of(System.getProperty("firedrill.sql.exports")))) {
            return folders.sorted().toList();
        }
    }
}
