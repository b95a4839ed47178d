package io.firedrill.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Counts anomalies in an export with the queries of {@code ci/sql}, which were written from MEASURES.md, by an SQL engine: nothing of
 * the audit's own code takes part.
 */
public final class SqlAudit {
    private static final Pattern VIEW = Pattern.compile("\\s*CREATE TEMPORARY VIEW (\\w+) AS\\s.*", Pattern.DOTALL);

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

    /** The counts of {@link #counts(SqlEngine, Path, Format, Collection)} by DuckDB. */
    public Map<String, Long> counts(Path exported, Format format, Collection<String> classes)
            throws IOException, SQLException {
        try (SqlEngine engine = new DuckDb()) {
            return counts(engine, exported, format, classes);
        }
    }

    /**
     * How many things each class has; a thing counts once in each family, in the class that stands first.
     *
     * @param engine an empty one
     * @param exported folder of an export
     * @param classes that were measured; only among them is there precedence
     */
    public Map<String, Long> counts(SqlEngine engine, Path exported, Format format, Collection<String> classes)
            throws IOException, SQLException {
        for (Table table : Tables.ALL) {
            run("table " + table.name(), () -> engine.table(table, format.file(exported, table), format));
        }
        for (String view : query("views").replaceAll("(?m)--.*$", "").split(";")) {
            if (!view.isBlank()) {
                String name = nameOf(view);
                run("the view " + name, () -> engine.view(name, view.strip()));
            }
        }
        Map<String, Long> counts = new TreeMap<>();
        List<String> found = new ArrayList<>();
        for (String one : new TreeSet<>(classes)) {
            counts.put(one, 0L);
            String name = "found_" + one;
            String things = "SELECT DISTINCT '" + one + "' AS class, thing FROM (\n" + query(one) + "\n) AS q";
            run("the query of " + one, () -> engine.view(name, "CREATE TEMPORARY VIEW " + name + " AS " + things));
            found.add("SELECT class, thing FROM " + name);
        }
        counts.putAll(engine.counts("SELECT first_class, count(*) FROM (SELECT min(class) AS first_class FROM ("
                + String.join(" UNION ALL ", found)
                + ") AS found GROUP BY substr(class, 1, 1), thing) AS firsts GROUP BY first_class"));
        return counts;
    }

    private String query(String name) throws IOException {
        return Files.readString(queries.resolve(name + ".sql"));
    }

    private static String nameOf(String view) {
        Matcher matcher = VIEW.matcher(view);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "views.sql must hold nothing but CREATE TEMPORARY VIEW name AS ...; found: " + view.strip());
        }
        return matcher.group(1);
    }

    private static void run(String what, Statement statement) throws SQLException {
        try {
            statement.run();
        } catch (SQLException e) {
            throw new SQLException(what + ": " + e.getMessage(), e);
        }
    }

    private interface Statement {
        void run() throws SQLException;
    }
}
