package io.firedrill.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads a journal, as written or sealed. It never throws for what it finds on disk: what is damaged is named in the state, and
 * the facts that could be trusted have reached the sink. Segments do not depend on each other, so damage in one costs only the
 * rest of that one.
 */
public final class JournalReader {

    static final Pattern SEGMENT = Pattern.compile("(\\d{5,9})\\.fdj(\\.gz)?");

    private final Path folder;
    private final FactSink sink;
    private final long offset;
    private final List<String> damage = new ArrayList<>();
    private byte[] spare = new byte[0];
    private String region = "";
    private int incarnation;
    private long facts;
    private boolean closed;

    private JournalReader(Path folder, FactSink sink, long offset) {
        this.folder = folder;
        this.sink = sink;
        this.offset = offset;
    }

    /**
     * Hands every trustworthy fact to {@code sink}, in the order in which they were written.
     *
     * @param folder of the journal
     */
    public static JournalState read(Path folder, FactSink sink) {
        return read(folder, sink, 0);
    }

    /** As the other, with {@code offset} added to every time: the journal's clock is another than the timeline's ({@link JournalClocks}). */
    public static JournalState read(Path folder, FactSink sink, long offset) {
        return new JournalReader(folder, sink, offset).read(Runnable::run, 0);
    }

    /**
     * As the other; while facts of one segment reach the sink, which is always called by this thread, the next ones are read and
     * decompressed.
     *
     * @param executor does that
     * @param ahead how many segments may wait for their turn, each with its bytes on the heap
     */
    public static JournalState read(Path folder, FactSink sink, long offset, Executor executor, int ahead) {
        return new JournalReader(folder, sink, offset).read(executor, ahead);
    }

    /** Numbers and files of a journal's segments, in order. The file as written wins over a sealed one beside it. */
    static Map<Integer, Path> segments(Path folder) throws IOException {
        Map<Integer, Path> segments = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return segments;
        }
        try (Stream<Path> files = Files.list(folder)) {
            files.sorted().forEach(file -> {
                Matcher name = SEGMENT.matcher(file.getFileName().toString());
                if (name.matches()) {
                    segments.putIfAbsent(Integer.parseInt(name.group(1)), file);
                }
            });
        }
        return segments;
    }

    private JournalState read(Executor executor, int ahead) {
        Map<Integer, Path> segments;
        try {
            segments = segments(folder);
        } catch (IOException e) {
            damage.add("its folder cannot be listed (" + e.getClass().getSimpleName() + ")");
            return new JournalState(region, incarnation, 0, 0, false, damage);
        }
        if (segments.isEmpty()) {
            damage.add("there is no segment");
        }
        int expected = 1;
        End before = End.CONTINUED;
        Iterator<Path> files = segments.values().iterator();
        Deque<SegmentAhead> opened = new ArrayDeque<>();
        for (Map.Entry<Integer, Path> entry : segments.entrySet()) {
            int number = entry.getKey();
            while (opened.size() <= ahead && files.hasNext()) {
                Path next = files.next();
                // Nothing is opened while another segment is read, so the room of the one before is free.
                byte[] room = ahead == 0 ? spare : new byte[0];
                opened.add(new SegmentAhead(() -> SegmentFile.open(next, room), executor));
            }
            for (; expected < number; expected++) {
                damage.add("segment " + JournalWriter.fileName(expected) + " is missing");
                before = End.DAMAGED;
            }
            long factsBefore = facts;
            End end = segment(number, entry.getValue(), opened.remove());
            boolean empty = facts == factsBefore && end == End.OPEN;
            if (before == End.CLOSED) {
                damage.add("segment " + number + " follows the journal's end");
            } else if (before == End.OPEN && !empty) {
                damage.add("segment " + (number - 1) + " has lost its end");
            }
            // An empty segment was made ahead of its use; what ended the journal is the one before it.
            before = empty && before == End.OPEN ? End.OPEN : end;
            expected++;
        }
        if (before == End.CONTINUED && !segments.isEmpty()) {
            damage.add("segment " + JournalWriter.fileName(expected) + " is missing");
        }
        closed = before == End.CLOSED && damage.isEmpty();
        return new JournalState(region, incarnation, facts, segments.size(), closed, damage);
    }

    private enum End {
        OPEN,
        CONTINUED,
        CLOSED,
        DAMAGED
    }

    private End segment(int number, Path file, SegmentAhead opened) {
        String name = String.valueOf(file.getFileName());
        SegmentFile segment;
        try {
            segment = opened.take();
        } catch (IOException e) {
            damage.add(name + ": " + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
            return End.DAMAGED;
        }
        JournalHeader header = segment.header();
        if (header.segment() != number) {
            damage.add(name + ": is segment " + header.segment() + " under another name");
            return End.DAMAGED;
        }
        if (region.isEmpty()) {
            region = header.region();
            incarnation = header.incarnation();
        } else if (!region.equals(header.region()) || incarnation != header.incarnation()) {
            damage.add(name + ": belongs to the journal " + header.region() + "-" + header.incarnation());
            return End.DAMAGED;
        }
        return entries(name, segment);
    }

    private End entries(String name, SegmentFile segment) {
        Ends ends = new Ends(new FactDecoder(sink, offset));
        Optional<String> problem = segment.read(ends);
        spare = segment.spare();
        facts += ends.facts;
        if (problem.isPresent()) {
            damage.add(name + ": " + problem.get());
            return End.DAMAGED;
        }
        if (ends.end == End.OPEN) {
            JournalHeader header = segment.header();
            if (!header.sealed() && segment.size() < header.capacity()) {
                damage.add(name + ": its tail was cut off (" + segment.size() + " of " + header.capacity() + " bytes)");
                return End.DAMAGED;
            }
        } else if (ends.decoder.announced() != ends.facts) {
            damage.add(name + ": " + ends.facts + " facts where " + ends.decoder.announced() + " were written");
            return End.DAMAGED;
        }
        return ends.end;
    }

    /** Follows the entries of one segment to its terminator. */
    private static final class Ends implements SegmentFile.Entries {
        private final FactDecoder decoder;
        private long facts;
        private End end = End.OPEN;

        Ends(FactDecoder decoder) {
            this.decoder = decoder;
        }

        @Override
        public void entry(byte[] data, int from, int to) throws FactDecoder.Unreadable {
            if (end != End.OPEN) {
                throw new FactDecoder.Unreadable("an entry follows the segment's end");
            }
            switch (decoder.decode(data, from, to)) {
                case FACT -> facts++;
                case CONTINUED -> end = End.CONTINUED;
                case CLOSED -> end = End.CLOSED;
            }
        }
    }
}
