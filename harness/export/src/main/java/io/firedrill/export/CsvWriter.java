package io.firedrill.export;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * RFC 4180, UTF-8: a line of column names, then a line a row. What has no value is an empty field; an empty text is {@code ""}.
 */
final class CsvWriter implements RowWriter {
    private final BufferedWriter out;

    CsvWriter(Path file, Table table) throws IOException {
        out = Files.newBufferedWriter(file);
        for (int i = 0; i < table.columns().size(); i++) {
            out.write(i == 0 ? "" : ",");
            out.write(table.columns().get(i).name());
        }
        out.write('\n');
    }

    @Override
    public void write(Row row) throws IOException {
        for (int i = 0; i < row.table().columns().size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            if (row.hasAt(i)) {
                out.write(value(row, i));
            }
        }
        out.write('\n');
    }

    private static String value(Row row, int column) {
        return switch (row.table().columns().get(column).type()) {
            case INTEGER, BIGINT -> Long.toString(row.numberAt(column));
            case DOUBLE -> Double.toString(row.realAt(column));
            case BOOLEAN -> row.numberAt(column) == 0 ? "false" : "true";
            case VARCHAR -> quoted(row.textAt(column));
        };
    }

    private static String quoted(String text) {
        boolean plain = !text.isEmpty()
                && text.chars().noneMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r')
                && text.equals(text.strip());
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
