package io.firedrill.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Writes facts into a journal: a folder of segments {@code 00001.fdj}, {@code 00002.fdj}, ... A fact survives any end of this
 * process, SIGKILL included, as soon as the call returned; no call enters the kernel, except one in some hundred thousand
 * that begins a segment. Power loss is not survived.
 *
 * <p>Thread-safe. Facts stand in the order in which the calls got the lock.
 *
 * <p>A method throws {@link UncheckedIOException} when the next segment could not be made (the disk is full) and {@link
 * IllegalStateException} after {@link #close}.
 */
public final class JournalWriter implements FactSink, AutoCloseable {

    /** Bytes of a segment unless told otherwise. */
    public static final int SEGMENT_BYTES = 8 << 20;

    private static final int SPINS = 200;

    private static final int SMALLEST_SEGMENT = 1 << 12;

    private final Path folder;
    private final String region;
    private final int incarnation;
    private final int segmentBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private JournalSegment segment;
    private int number = 1;
    private CompletableFuture<JournalSegment> next;
    private long facts;
    private boolean closed;

    /**
     * Starts a journal.
     *
     * @param folder made if absent; must hold no journal yet
     * @param region whose facts will follow
     * @param incarnation which start of the region's worker, from 1; 0 for a scan
     * @throws IOException when the folder holds a journal or cannot be written
     */
    public JournalWriter(Path folder, String region, int incarnation) throws IOException {
        this(folder, region, incarnation, SEGMENT_BYTES);
    }

    /**
     * As the other, with segments of another size.
     *
     * @param segmentBytes at least 4096; two segments exist at any time
     */
    public JournalWriter(Path folder, String region, int incarnation, int segmentBytes) throws IOException {
        if (segmentBytes < SMALLEST_SEGMENT) {
            throw new IllegalArgumentException(
                    "segment of " + segmentBytes + " bytes; it must have at least " + SMALLEST_SEGMENT);
        }
        this.folder = folder;
        this.region = region;
        this.incarnation = incarnation;
        this.segmentBytes = segmentBytes;
        Files.createDirectories(folder);
        if (Files.exists(folder.resolve(fileName(1))) || Files.exists(folder.resolve(sealedName(1)))) {
            throw new IOException(
                    folder + " already holds a journal; a worker's incarnation writes into a folder of its own");
        }
        segment = create(1);
        next = prepare(2);
    }

    static String fileName(int segment) {
        return String.format("%05d.fdj", segment);
    }

    static String sealedName(int segment) {
        return fileName(segment) + ".gz";
    }

    /** How many facts were written so far. */
    public long facts() {
        acquire();
        try {
            return facts;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void sent(
            int worker,
            int producer,
            int session,
            long sequence,
            long keyHash,
            int topic,
            int bytes,
            long intended,
            long invoked) {
        acquire();
        try {
            begin().sent(worker, producer, session, sequence, keyHash, topic, bytes, intended, invoked);
            append();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void acked(
            int worker, int producer, int session, long sequence, int topic, int partition, long offset, long at) {
        acquire();
        try {
            begin().acked(worker, producer, session, sequence, topic, partition, offset, at);
            append();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void failed(int worker, int producer, int session, long sequence, long at, String error) {
        acquire();
        try {
            begin().failed(worker, producer, session, sequence, at, error);
            append();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void unknown(int worker, int producer, int session, long sequence, long at, String error) {
        acquire();
        try {
            begin().unknown(worker, producer, session, sequence, at, error);
            append();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void delivered(
            int group,
            int instance,
            int topic,
            int partition,
            long offset,
            int worker,
            int producer,
            int session,
            long sequence,
            long at,
            boolean intact) {
        acquire();
        try {
            begin().delivered(
                            group, instance, topic, partition, offset, worker, producer, session, sequence, at, intact);
            append();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void deliveredForeign(int group, int instance, int topic, int partition, long offset, long at) {
        acquire();
        try {
            begin().deliveredForeign(group, instance, topic, partition, offset, at);
            append();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void committed(int group, int topic, int partition, long offset, long at) {
        acquire();
        try {
            begin().committed(group, topic, partition, offset, at);
            append();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void assigned(int group, int instance, int topic, int partition, long position, long at) {
        acquire();
        try {
            begin().assigned(group, instance, topic, partition, position, at);
            append();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void revoked(int group, int instance, int topic, int partition, long position, long at) {
        acquire();
        try {
            begin().revoked(group, instance, topic, partition, position, at);
            append();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void scanned(
            int topic,
            int partition,
            long offset,
            int worker,
            int producer,
            int session,
            long sequence,
            long keyHash,
            long timestamp,
            int bytes,
            int digest,
            boolean intact) {
        acquire();
        try {
            begin().scanned(
                            topic, partition, offset, worker, producer, session, sequence, keyHash, timestamp, bytes,
                            digest, intact);
            append();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void scannedForeign(int topic, int partition, long offset, long timestamp, int bytes) {
        acquire();
        try {
            begin().scannedForeign(topic, partition, offset, timestamp, bytes);
            append();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void scanComplete(int topic, int partition, long start, long end, long at) {
        acquire();
        try {
            begin().scanComplete(topic, partition, start, end, at);
            append();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void canary(int path, boolean success, long invoked, long finished) {
        acquire();
        try {
            begin().canary(path, success, invoked, finished);
            append();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void stalled(long from, long nanos) {
        acquire();
        try {
            begin().stalled(from, nanos);
            append();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void resent(int worker, int producer, int session, long sequence, long at) {
        write(encoder -> encoder.resent(worker, producer, session, sequence, at));
    }

    @Override
    public void processed(int group, int instance, int topic, int partition, long offset, long at) {
        write(encoder -> encoder.processed(group, instance, topic, partition, offset, at));
    }

    @Override
    public void sought(int group, int instance, int topic, int partition, long position, long at) {
        write(encoder -> encoder.sought(group, instance, topic, partition, position, at));
    }

    @Override
    public void topicId(int topic, long mostSignificant, long leastSignificant, long at) {
        write(encoder -> encoder.topicId(topic, mostSignificant, leastSignificant, at));
    }

    @Override
    public void transactionBegun(int worker, int producer, int session, long first, long at) {
        write(encoder -> encoder.transactionBegun(worker, producer, session, first, at));
    }

    @Override
    public void transactionEnding(
            int worker, int producer, int session, long first, long records, boolean commit, long at) {
        write(encoder -> encoder.transactionEnding(worker, producer, session, first, records, commit, at));
    }

    @Override
    public void transactionEnded(int worker, int producer, int session, long first, boolean confirmed, long at) {
        write(encoder -> encoder.transactionEnded(worker, producer, session, first, confirmed, at));
    }

    @Override
    public void rowWritten(int store, int worker, int producer, int session, long sequence, long at) {
        write(encoder -> encoder.rowWritten(store, worker, producer, session, sequence, at));
    }

    @Override
    public void rowCopied(int store, int worker, int producer, int session, long sequence, long at) {
        write(encoder -> encoder.rowCopied(store, worker, producer, session, sequence, at));
    }

    @Override
    public void rowRefused(int store, int worker, int producer, int session, long sequence, long at) {
        write(encoder -> encoder.rowRefused(store, worker, producer, session, sequence, at));
    }

    @Override
    public void storePromoted(int store, long at) {
        write(encoder -> encoder.storePromoted(store, at));
    }

    @Override
    public void rowScanned(int store, int worker, int producer, int session, long sequence) {
        write(encoder -> encoder.rowScanned(store, worker, producer, session, sequence));
    }

    @Override
    public void storeScanned(int store, long rows, long at) {
        write(encoder -> encoder.storeScanned(store, rows, at));
    }

    private void write(Consumer<FactEncoder> fact) {
        acquire();
        try {
            fact.accept(begin());
            append();
        } finally {
            lock.unlock();
        }
    }

    /** Marks the journal as closed and cuts off what was not used. Facts after this are refused. */
    @Override
    public void close() throws IOException {
        acquire();
        try {
            if (closed) {
                return;
            }
            closed = true;
            segment.terminate(false);
            segment.truncate();
            discardPrepared();
        } finally {
            lock.unlock();
        }
    }

    private void discardPrepared() throws IOException {
        next.handle((prepared, failure) -> failure == null).join();
        Files.deleteIfExists(folder.resolve(fileName(number + 1)));
    }

    /**
     * A fact is written in less time than a thread takes to fall asleep and wake up, so it waits awake for a moment: a sender and its
     * client's callbacks meet here with every record.
     */
    private void acquire() {
        for (int spin = 0; spin < SPINS; spin++) {
            if (lock.tryLock()) {
                return;
            }
            Thread.onSpinWait();
        }
        lock.lock();
    }

    private FactEncoder begin() {
        if (closed) {
            throw new IllegalStateException("journal " + folder + " is closed");
        }
        if (!segment.hasRoom()) {
            roll();
        }
        return segment.encoder();
    }

    private void append() {
        segment.append();
        facts++;
    }

    /** The next segment exists before this one says that the journal goes on: a reader never misses what was never written. */
    private void roll() {
        JournalSegment full = segment;
        try {
            segment = next.join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            throw cause instanceof UncheckedIOException io ? io : e;
        }
        full.terminate(true);
        number++;
        try {
            full.truncate();
        } catch (IOException e) {
            throw new UncheckedIOException("journal " + folder + ": segment " + (number - 1) + " cannot be closed", e);
        }
        next = prepare(number + 1);
    }

    private CompletableFuture<JournalSegment> prepare(int which) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return create(which);
            } catch (IOException e) {
                throw new UncheckedIOException("journal " + folder + ": no room for segment " + which, e);
            }
        });
    }

    private JournalSegment create(int which) throws IOException {
        Path file = folder.resolve(fileName(which));
        JournalHeader header =
                new JournalHeader(JournalHeader.VERSION, false, which, region, incarnation, segmentBytes);
        return JournalSegment.create(file, header, segmentBytes);
    }
}
