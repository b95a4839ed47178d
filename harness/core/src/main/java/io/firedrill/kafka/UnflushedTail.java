package io.firedrill.kafka;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Takes from a dead broker's disk what a power failure may take: every partition log is cut back to the offset up to
 * which Kafka is known to have flushed it, as its {@code recovery-point-offset-checkpoint} says. A partition without an
 * entry was never flushed and loses all.
 *
 * <p>That is the pessimistic bound: a segment that was rolled since the last checkpoint (every 60 s by default) is flushed
 * in truth, and the operating system writes back on its own after some seconds. {@code __cluster_metadata} is left alone,
 * since Kafka flushes it before it counts.
 */
public final class UnflushedTail {
    private static final String CHECKPOINT = "recovery-point-offset-checkpoint";
    private static final String METADATA = "__cluster_metadata";
    private static final Pattern PARTITION = Pattern.compile("(.+)-(\\d+)");
    private static final Pattern SEGMENT_FILE = Pattern.compile("(\\d{20})\\.(log|index|timeindex|txnindex|snapshot)");

    /** Of a batch's header: base offset (8), length of what follows (4), …, last offset delta (4, at 23). */
    private static final int HEADER = 27;

    private static final int LENGTH_AT = 8;
    private static final int LENGTH_COUNTS_FROM = 12;
    private static final int LAST_OFFSET_DELTA_AT = 23;

    private UnflushedTail() {}

    /**
     * Cuts every partition log under {@code disk}. The broker must not run.
     *
     * @return what was cut, logs that lost nothing left out
     */
    public static List<LogCut> cut(Path disk) throws IOException {
        Map<String, Long> flushed = recoveryPoints(disk.resolve(CHECKPOINT));
        List<LogCut> cuts = new ArrayList<>();
        for (Path directory : sorted(disk)) {
            String name = String.valueOf(directory.getFileName());
            Matcher matcher = PARTITION.matcher(name);
            if (Files.isDirectory(directory) && matcher.matches() && !METADATA.equals(matcher.group(1))) {
                LogCut cut = cutPartition(directory, name, flushed.getOrDefault(name, 0L));
                if (cut.offsets() > 0 || cut.bytes() > 0) {
                    cuts.add(cut);
                }
            }
        }
        return cuts;
    }

    /** Partition directory name to flushed offset. The file: a version, a count, then "topic partition offset" lines. */
    static Map<String, Long> recoveryPoints(Path checkpoint) throws IOException {
        Map<String, Long> points = new HashMap<>();
        if (!Files.exists(checkpoint)) {
            return points;
        }
        List<String> lines = Files.readAllLines(checkpoint);
        if (lines.isEmpty()) {
            return points; // as a broker leaves it until it first writes the checkpoint
        }
        if (!lines.get(0).trim().equals("0")) {
            throw new IOException(
                    "unknown format of " + checkpoint + ": expected version 0, found '" + lines.get(0) + "'");
        }
        for (String line : lines.subList(Math.min(2, lines.size()), lines.size())) {
            String[] words = line.trim().split("\\s+", -1);
            if (words.length == 3) {
                points.put(words[0] + "-" + words[1], Long.parseLong(words[2]));
            }
        }
        return points;
    }

    private static LogCut cutPartition(Path directory, String name, long flushed) throws IOException {
        List<Path> files = sorted(directory);
        List<Long> bases = new ArrayList<>();
        for (Path file : files) {
            Matcher matcher = SEGMENT_FILE.matcher(String.valueOf(file.getFileName()));
            if (matcher.matches() && "log".equals(matcher.group(2))) {
                bases.add(Long.parseLong(matcher.group(1)));
            }
        }
        if (bases.isEmpty()) {
            return new LogCut(name, flushed, flushed, 0);
        }
        // The segment the cut falls into. A log must keep one segment, so the first stays even if all of it goes.
        long kept = bases.stream().filter(base -> base <= flushed).reduce(bases.get(0), Math::max);
        long before = logBytes(directory, bases);
        long end = endOffset(directory, bases.get(bases.size() - 1));
        Position cut = truncate(segment(directory, kept, "log"), Math.max(kept, flushed), kept);
        for (Path file : files) {
            removeBeyond(file, kept, cut.offset());
        }
        long left =
                logBytes(directory, bases.stream().filter(base -> base <= kept).toList());
        return new LogCut(name, cut.offset(), Math.max(end, cut.offset()), before - left);
    }

    /** Later segments go whole; the cut one's indexes go too, Kafka builds them anew; so do later producer snapshots. */
    private static void removeBeyond(Path file, long keptBase, long end) throws IOException {
        Matcher matcher = SEGMENT_FILE.matcher(String.valueOf(file.getFileName()));
        if (!matcher.matches()) {
            return;
        }
        long offset = Long.parseLong(matcher.group(1));
        boolean beyond =
                switch (matcher.group(2)) {
                    case "log" -> offset > keptBase;
                    case "snapshot" -> offset > end;
                    default -> offset >= keptBase;
                };
        if (beyond) {
            Files.delete(file);
        }
    }

    /** Cuts before the first batch that does not end below {@code flushed}. */
    private static Position truncate(Path log, long flushed, long base) throws IOException {
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            Position position = scan(channel, new Position(0, base), flushed);
            channel.truncate(position.bytes());
            return position;
        }
    }

    private static long endOffset(Path directory, long lastBase) throws IOException {
        try (FileChannel channel = FileChannel.open(segment(directory, lastBase, "log"), StandardOpenOption.READ)) {
            return scan(channel, new Position(0, lastBase), Long.MAX_VALUE).offset();
        }
    }

    /** Walks over whole batches that end below {@code limit}; a batch cut short by the broker's death ends the walk. */
    private static Position scan(FileChannel channel, Position start, long limit) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        Position position = start;
        long size = channel.size();
        while (position.bytes() + HEADER <= size) {
            read(channel, header, position.bytes());
            long next = position.bytes() + LENGTH_COUNTS_FROM + header.getInt(LENGTH_AT);
            long last = header.getLong(0) + header.getInt(LAST_OFFSET_DELTA_AT);
            if (header.getInt(LENGTH_AT) < HEADER - LENGTH_COUNTS_FROM || next > size || last >= limit) {
                return position;
            }
            position = new Position(next, last + 1);
        }
        return position;
    }

    private static void read(FileChannel channel, ByteBuffer buffer, long at) throws IOException {
        buffer.clear();
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                throw new EOFException("the log became shorter while it was read: does its broker still run?");
            }
        }
    }

    private static long logBytes(Path directory, List<Long> bases) throws IOException {
        long bytes = 0;
        for (long base : bases) {
            bytes += Files.size(segment(directory, base, "log"));
        }
        return bytes;
    }

    private static Path segment(Path directory, long base, String kind) {
        return directory.resolve(String.format("%020d.%s", base, kind));
    }

    private static List<Path> sorted(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    /** A place in a log: how many bytes lie before it, and the offset the next batch would get. */
    private record Position(long bytes, long offset) {}
}
