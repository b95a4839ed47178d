package io.firedrill.export;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The tables under way: one open file each, and how many rows it has. */
final class Sheets implements Closeable {

    private static final class Sheet {
        private final Row row;
        private final RowWriter writer;
        private long rows;

        Sheet(Row row, RowWriter writer) {
            this.row = row;
            this.writer = writer;
        }
    }

    // By identity: what a table is equal to is dear to find out for every fact.
    private final Map<Table, Sheet> sheets = new IdentityHashMap<>();

    Sheets(Path directory, Format format) throws IOException {
        try {
            for (Table table : Tables.ALL) {
                sheets.put(table, new Sheet(new Row(table), format.open(directory, table)));
            }
        } catch (IOException | RuntimeException e) {
            try {
                close();
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    /** Begins a row, which must be given a value for each column, in order, and then be {@linkplain #end ended}. */
    Row begin(Table table) {
        return sheet(table).row.begin();
    }

    /** @throws UncheckedIOException when the row could not be written */
    void end(Row row) {
        Sheet sheet = sheet(row.table());
        if (!row.whole()) {
            throw new IllegalStateException("a row of " + row.table().name() + " lacks columns");
        }
        try {
            sheet.writer.write(row);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "a row of " + row.table().name() + " could not be written: " + e.getMessage(), e);
        }
        sheet.rows++;
    }

    /** A whole row at once. */
    void add(Table table, Consumer<Row> values) {
        Row row = begin(table);
        values.accept(row);
        end(row);
    }

    private Sheet sheet(Table table) {
        Sheet sheet = sheets.get(table);
        if (sheet == null) {
            throw new IllegalArgumentException(table.name() + " is no table of the export");
        }
        return sheet;
    }

    /** Rows by table so far. */
    Map<String, Long> rows() {
        Map<String, Long> rows = new LinkedHashMap<>();
        Tables.ALL.forEach(table -> rows.put(table.name(), sheet(table).rows));
        return rows;
    }

    @Override
    public void close() throws IOException {
        IOException failed = null;
        for (Sheet sheet : sheets.values()) {
            try {
                sheet.writer.close();
            } catch (IOException e) {
                if (failed == null) {
                    failed = e;
                } else {
                    failed.addSuppressed(e);
                }
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
