package io.firedrill.export;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** DuckDB, in memory. */
public final class DuckDb implements SqlEngine {
    private final Connection database;
    private final Statement statement;

    public DuckDb() throws SQLException {
        database = DriverManager.getConnection("jdbc:duckdb:");
        statement = database.createStatement();
    }

    @Override
    public void table(Table table, Path file, Format format) throws SQLException {
        List<String> columns = new ArrayList<>();
        table.columns().forEach(column -> columns.add("'" + column.name() + "': '" + column.type() + "'"));
        String from = format == Format.PARQUET
                ? "read_parquet('" + file + "')"
                : "read_csv('" + file
                        + "', header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"', columns = {"
                        + String.join(", ", columns) + "})";
        statement.execute("CREATE TABLE " + table.name() + " AS SELECT * FROM " + from);
    }

    /** DuckDB computes a view anew for each who asks, but a table once. */
    @Override
    public void view(String name, String view) throws SQLException {
        statement.execute(view.replaceFirst("CREATE TEMPORARY VIEW", "CREATE TABLE"));
    }

    @Override
    public Map<String, Long> counts(String query) throws SQLException {
        Map<String, Long> counts = new TreeMap<>();
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                counts.put(rows.getString(1), rows.getLong(2));
            }
        }
        return counts;
    }

    @Override
    public void close() throws SQLException {
        database.close();
    }
}
