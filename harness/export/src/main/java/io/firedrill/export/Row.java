package io.firedrill.export;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A row under way, used again for each row of its table so that exporting allocates nothing per fact. Values are given in the
 * order of the columns.
 */
final class Row {
    private final Table table;
    private final long[] numbers;
    private final @Nullable String[] texts;
    private final boolean[] present;
    private int next;

    Row(Table table) {
        this.table = table;
        int columns = table.columns().size();
        this.numbers = new long[columns];
        this.texts = new String[columns];
        this.present = new boolean[columns];
    }

    Table table() {
        return table;
    }

    Row begin() {
        next = 0;
        Arrays.fill(present, false);
        return this;
    }

    Row number(long value) {
        Column.Type type = expect(true);
        if (type != Column.Type.BIGINT && (type != Column.Type.INTEGER || value != (int) value)) {
            throw new IllegalArgumentException(value + " is no " + type + " for " + column());
        }
        numbers[next++] = value;
        return this;
    }

    Row number(double value) {
        if (expect(true) != Column.Type.DOUBLE) {
            throw new IllegalArgumentException(value + " is no value for " + column());
        }
        numbers[next++] = Double.doubleToRawLongBits(value);
        return this;
    }

    Row flag(boolean value) {
        if (expect(true) != Column.Type.BOOLEAN) {
            throw new IllegalArgumentException(value + " is no value for " + column());
        }
        numbers[next++] = value ? 1 : 0;
        return this;
    }

    Row text(String value) {
        if (expect(true) != Column.Type.VARCHAR) {
            throw new IllegalArgumentException("'" + value + "' is no value for " + column());
        }
        texts[next++] = value;
        return this;
    }

    /** The next column has no value. */
    Row nothing() {
        expect(false);
        if (!table.columns().get(next).optional()) {
            throw new IllegalArgumentException(column() + " must have a value");
        }
        next++;
        return this;
    }

    Row nothing(int columns) {
        for (int i = 0; i < columns; i++) {
            nothing();
        }
        return this;
    }

    /** Every column was given. */
    boolean whole() {
        return next == present.length;
    }

    boolean hasAt(int column) {
        return present[column];
    }

    long numberAt(int column) {
        return numbers[column];
    }

    double realAt(int column) {
        return Double.longBitsToDouble(numbers[column]);
    }

    String textAt(int column) {
        String text = texts[column];
        if (text == null) {
            throw new IllegalStateException("column " + column + " of " + table.name() + " has no text");
        }
        return text;
    }

    private Column.Type expect(boolean value) {
        if (next >= present.length) {
            throw new IllegalStateException(table.name() + " has no more than " + present.length + " columns");
        }
        present[next] = value;
        return table.columns().get(next).type();
    }

    private String column() {
        return table.name() + "." + table.columns().get(next).name();
    }
}
