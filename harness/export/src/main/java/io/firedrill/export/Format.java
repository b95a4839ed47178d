package io.firedrill.export;

import java.io.IOException;
import java.nio.file.Path;

/** The file format of an export. */
public enum Format {
    /** Apache Parquet, {@code .parquet}. */
    PARQUET("parquet"),
    /** Comma-separated values after RFC 4180 with a line of names, {@code .csv}. */
    CSV("csv");

    private final String ending;

    Format(String ending) {
        this.ending = ending;
    }

    /** The file of a table. */
    public Path file(Path directory, Table table) {
        return directory.resolve(table.name() + "." + ending);
    }

    RowWriter open(Path directory, Table table) throws IOException {
        Path file = file(directory, table);
        return this == PARQUET ? new ParquetFile(file, table) : new CsvWriter(file, table);
    }
}
