package io.firedrill.export;

import java.io.Closeable;
import java.io.IOException;

/** Writes the rows of one table into one file. What it holds in memory does not grow with the rows. */
interface RowWriter extends Closeable {

    /** @throws IOException when the row could not be written; the file is then useless */
    void write(Row row) throws IOException;
}
