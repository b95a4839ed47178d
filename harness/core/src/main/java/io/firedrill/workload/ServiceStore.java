package io.firedrill.workload;

import io.firedrill.evidence.FactSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * The store of a service in one region: the primary, which takes the service's rows, or a replica, which takes copies of them from the
 * primary of another region. A promotion is for good, as long as the process lives: a primary refuses copies, so rows that had not
 * arrived by then never do.
 *
 * <p>Thread-safe.
 */
final class ServiceStore implements AutoCloseable {
    private final int store;
    private final int region;
    private final StoreFile file;
    private final FactSink journal;
    private boolean primary;

    /**
     * @param store index in the catalogue
     * @param region index of this one
     */
    ServiceStore(int store, int region, StoreFile file, FactSink journal) {
        this.store = store;
        this.region = region;
        this.file = file;
        this.journal = journal;
    }

    /** From now on it takes the service's rows; without effect when it does already. */
    synchronized void promote() {
        if (!primary) {
            primary = true;
            journal.storePromoted(store, System.nanoTime());
            notifyAll();
        }
    }

    synchronized boolean primary() {
        return primary;
    }

    /** Returns once it is the primary, or after {@code millis}. */
    synchronized void awaitPrimary(long millis) throws InterruptedException {
        if (!primary) {
            wait(millis);
        }
    }

    /**
     * Commits a row of the service.
     *
     * @throws UncheckedIOException the disk refused
     */
    synchronized void write(int worker, int producer, int session, long sequence) {
        long at = System.nanoTime();
        append(new StoreFile.Row(region, worker, producer, session, sequence, at));
        journal.rowWritten(store, worker, producer, session, sequence, at);
    }

    /** Takes a row of another region's primary. False: this is the primary, and refuses it. */
    synchronized boolean copy(StoreFile.Row row) {
        long at = System.nanoTime();
        if (primary) {
            journal.rowRefused(store, row.worker(), row.producer(), row.session(), row.sequence(), at);
            return false;
        }
        append(row);
        journal.rowCopied(store, row.worker(), row.producer(), row.session(), row.sequence(), at);
        return true;
    }

    private void append(StoreFile.Row row) {
        try {
            file.append(row);
        } catch (IOException e) {
            throw new UncheckedIOException("the store can't be written: " + e.getMessage(), e);
        }
    }

    /** How many of its rows the primary of this region has committed. */
    long rowsFrom(int origin) throws IOException {
        long count = 0;
        for (long number = 0; number < file.rows(); number++) {
            count += file.row(number).filter(row -> row.from() == origin).isPresent() ? 1 : 0;
        }
        return count;
    }

    int region() {
        return region;
    }

    StoreFile file() {
        return file;
    }

    /** Writes down every row that it holds. */
    void scan(FactSink facts) throws IOException {
        long rows = file.rows();
        for (long number = 0; number < rows; number++) {
            Optional<StoreFile.Row> row = file.row(number);
            if (row.isEmpty()) {
                throw new IOException("row " + number + " of the store can't be read");
            }
            facts.rowScanned(
                    store,
                    row.get().worker(),
                    row.get().producer(),
                    row.get().session(),
                    row.get().sequence());
        }
        facts.storeScanned(store, rows, System.nanoTime());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
