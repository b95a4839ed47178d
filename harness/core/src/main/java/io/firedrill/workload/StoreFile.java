package io.firedrill.workload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The table of a service in one region: rows of one length behind each other in a file, never changed. A row that was appended is there
 * after any end of the process. What a process did not finish writing is cut off when the file is opened again.
 *
 * <p>Thread-safe. Methods throw {@link IOException} when the disk does.
 */
final class StoreFile implements AutoCloseable {
    private static final int ROW = 36;
    private static final int CHECKED = ROW - Integer.BYTES;

    /**
     * A row: which record's, and from where.
     *
     * @param from index of the region whose primary committed it
     * @param writtenAt when, monotonic nanoseconds
     */
    record Row(int from, int worker, int producer, int session, long sequence, long writtenAt) {
        ByteBuffer encode() {
            ByteBuffer bytes = ByteBuffer.allocate(ROW);
            bytes.putInt(from).putInt(worker).putInt(producer).putInt(session).putLong(sequence);
            bytes.putLong(writtenAt).putInt(checksum(bytes.array()));
            return bytes.flip();
        }

        /** Empty: these bytes are no row. */
        static Optional<Row> decode(byte[] bytes) {
            ByteBuffer row = ByteBuffer.wrap(bytes);
            Row read = new Row(row.getInt(), row.getInt(), row.getInt(), row.getInt(), row.getLong(), row.getLong());
            return row.getInt() == checksum(bytes) ? Optional.of(read) : Optional.empty();
        }

        static int length() {
            return ROW;
        }

        private static int checksum(byte[] bytes) {
            CRC32C crc = new CRC32C();
            crc.update(bytes, 0, CHECKED);
            return (int) crc.getValue();
        }
    }

    private final FileChannel channel;
    private long rows;

    private StoreFile(FileChannel channel) {
        this.channel = channel;
    }

    static StoreFile open(Path path) throws IOException {
        Path folder = path.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        StoreFile file = new StoreFile(
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
        long whole = file.channel.size() / ROW;
        while (whole > 0 && file.read(whole - 1, whole).isEmpty()) {
            whole--;
        }
        file.channel.truncate(whole * ROW);
        file.rows = whole;
        return file;
    }

    synchronized void append(Row row) throws IOException {
        ByteBuffer bytes = row.encode();
        long at = rows * ROW;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
        rows++;
        notifyAll();
    }

    synchronized long rows() {
        return rows;
    }

    /** Returns once there are more rows than {@code known}, or after {@code millis}. */
    synchronized void awaitMoreThan(long known, long millis) throws InterruptedException {
        if (rows <= known) {
            wait(millis);
        }
    }

    /** The row of this number, from 0; empty when there is none. */
    synchronized Optional<Row> row(long number) throws IOException {
        return read(number, rows);
    }

    private Optional<Row> read(long number, long of) throws IOException {
        if (number < 0 || number >= of) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.allocate(ROW);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, number * ROW + bytes.position()) < 0) {
                return Optional.empty();
            }
        }
        return Row.decode(bytes.array());
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }
}
