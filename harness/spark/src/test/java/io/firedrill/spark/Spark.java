package io.firedrill.spark;

import io.firedrill.export.Format;
import io.firedrill.export.SqlEngine;
import io.firedrill.export.Table;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Apache Spark in local mode on two cores, for Parquet. It reads the statements as they are. The rows of a view are written as Parquet
 * and read from there: a view of views that stays a view is planned anew, with all below it, for each who asks.
 */
final class Spark implements SqlEngine {
    private final SparkSession session;
    private final Path views;

    /** @param scratch an empty folder for what Spark writes */
    Spark(Path scratch) {
        views = scratch.resolve("views");
        session = SparkSession.builder()
                .appName("firedrill sql-check")
                .master("local[2]")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.local.dir", scratch.resolve("local").toString())
                .config("spark.sql.adaptive.enabled", true)
                .config("spark.sql.shuffle.partitions", 4)
                .config("spark.sql.warehouse.dir", scratch.resolve("warehouse").toString())
                .config("spark.ui.enabled", false)
                .getOrCreate();
    }

    @Override
    public void table(Table table, Path file, Format format) throws SQLException {
        if (format != Format.PARQUET) {
            throw new IllegalArgumentException("Spark is given Parquet here, and got " + file);
        }
        ask(() -> parquet(table.name(), file));
    }

    @Override
    public void view(String name, String statement) throws SQLException {
        ask(() -> {
            Path rows = views.resolve(name);
            session.sql(statement);
            session.table(name).write().parquet(rows.toString());
            parquet(name, rows);
        });
    }

    private void parquet(String name, Path file) {
        session.sql("CREATE OR REPLACE TEMPORARY VIEW " + name + " USING parquet OPTIONS (path '" + file + "')");
    }

    @Override
    public Map<String, Long> counts(String query) throws SQLException {
        Map<String, Long> counts = new TreeMap<>();
        ask(() -> {
            for (Row row : session.sql(query).collectAsList()) {
                counts.put(row.getString(0), row.getLong(1));
            }
        });
        return counts;
    }

    @Override
    public void close() {
        session.stop();
    }

    /** Spark throws checked exceptions that its methods do not declare. */
    private static void ask(Question question) throws SQLException {
        try {
            question.ask();
        } catch (Exception e) {
            throw new SQLException(e.getMessage(), e);
        }
    }

    private interface Question {
        void ask() throws Exception;
    }
}
