package io.firedrill.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Counts anomalies in an export with the queries of {@code ci/sql}, which were written from MEASURES.md, by DuckDB: nothing of the
 * audit's own code takes part.
 */
public final class SqlAudit {
    private final Path queries;

    /** @param queries folder with {@code views.sql} and a query for each class, {@code P1.sql} */
    public SqlAudit(Path queries) {
        this.queries = queries;
    }

    /** The queries of this checkout. */
    public static SqlAudit ofThisCheckout() {
        String root = System.getProperty("firedrill.root");
        if (root == null) {
            throw new IllegalStateException("-Dfiredrill.root must say where the checkout lies");
        }
        return new SqlAudit(Path.of(root).resolve("ci/sql"));
    }

    /** Every class that has a query. */
    public List<String> classes() throws IOException {
        try (Stream<Path> files = Files.list(queries)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.matches("[A-Z]\\d\\.sql"))
                    .map(name -> name.substring(0, 2))
                    .sorted()
                    .toList();
        }
    }

    /**
     * How many things each class has; a thing counts once in each family, in the class that stands first.
     *
     * @param exported folder of an export
     * @param classes that were measured; only among them is there precedence
     */
    public Map<String, Long> counts(Path exported, Format format, Collection<String> classes)
            throws IOException, SQLException {
        Map<String, Long> counts = new TreeMap<>();
        try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = database.createStatement()) {
            load(statement, exported, format);
            statement.execute("CREATE TABLE found (class VARCHAR, thing VARCHAR)");
            for (String one : new TreeSet<>(classes)) {
                counts.put(one, 0L);
                run(
                        statement,
                        one,
                        "INSERT INTO found SELECT DISTINCT '" + one + "', thing FROM (\n" + query(one) + "\n) AS q");
            }
            try (ResultSet rows = statement.executeQuery("SELECT first, count(*) FROM (SELECT min(class) AS first"
                    + " FROM found GROUP BY class[1], thing) GROUP BY first")) {
                while (rows.next()) {
                    counts.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        return counts;
    }

    private String query(String name) throws IOException {
        return Files.readString(queries.resolve(name + ".sql"));
    }

    private static void run(Statement statement, String what, String sql) throws SQLException {
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new SQLException("the query of " + what + ": " + e.getMessage(), e);
        }
    }

    /** The tables of the export, and what {@code views.sql} makes of them, each computed once. */
    private void load(Statement statement, Path exported, Format format) throws IOException, SQLException {
        for (Table table : Tables.ALL) {
            Path file = format.file(exported, table);
            List<String> columns = new ArrayList<>();
            table.columns().forEach(column -> columns.add("'" + column.name() + "': '" + column.type() + "'"));
            String from = format == Format.PARQUET
                    ? "read_parquet('" + file + "')"
                    : "read_csv('" + file
                            + "', header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"', columns = {"
                            + String.join(", ", columns) + "})";
            run(statement, "table " + table.name(), "CREATE TABLE " + table.name() + " AS SELECT * FROM " + from);
        }
        String views = query("views").replaceAll("(?m)--.*$", "").replace("CREATE VIEW", "CREATE TABLE");
        for (String view : views.split(";")) {
            if (!view.isBlank()) {
                run(statement, "views.sql", view);
            }
        }
    }
}
