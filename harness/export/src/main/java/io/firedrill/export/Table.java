package io.firedrill.export;

import java.util.List;

/**
 * A table of the export, one file.
 *
 * @param name of the table, and of its file without the ending
 * @param meaning what a row is, a sentence for the page of the schema
 */
public record Table(String name, String meaning, List<Column> columns) {
    public Table {
        columns = List.copyOf(columns);
    }
}
