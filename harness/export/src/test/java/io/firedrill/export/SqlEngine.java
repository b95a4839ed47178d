package io.firedrill.export;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;

/** A database, empty at first, that speaks the SQL of {@code ci/sql}. An error's message is what the engine said. */
public interface SqlEngine extends AutoCloseable {

    /** Has the file of an export as the table of its name from here on. */
    void table(Table table, Path file, Format format) throws SQLException;

    /**
     * Makes a view, whose rows are computed once.
     *
     * @param statement {@code CREATE TEMPORARY VIEW name AS} a query
     */
    void view(String name, String statement) throws SQLException;

    /** What a query of two columns says, a word and a number in each row. */
    Map<String, Long> counts(String query) throws SQLException;

    @Override
    void close() throws SQLException;
}
