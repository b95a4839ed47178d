package io.firedrill.audit;

import io.firedrill.audit.Scratch.Room;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A page of a column: row i holds {@code base + step * i + rest}, and each rest takes the same number of bytes: none where the values
 * follow each other or are all equal, as offsets and topics do, eight where they are random. A row whose rest takes any is read as eight
 * bytes, of which those of its rest count, whatever their number: this is done some hundred times for each record.
 */
final class LongPage {
    /** What a page takes in which every row can be changed. */
    static final int LOOSE_BYTES = LongColumn.PAGE * Long.BYTES;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(Long.BYTES);

    /** Reads from the heap and from files by the same code, where a buffer's own method is another for each. */
    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long base;
    private final long step;
    private final int width;
    private final long mask;
    private final @Nullable Room room;
    private final ByteBuffer buffer;
    private final int at;
    private final boolean loose;

    private LongPage(long base, long step, int width, @Nullable Room room, boolean loose) {
        this.base = base;
        this.step = step;
        this.width = width;
        this.mask = width == 0 ? 0 : -1L >>> Long.SIZE - Byte.SIZE * width;
        this.room = room;
        this.buffer = room == null ? NOTHING : room.buffer();
        this.at = room == null ? 0 : room.at();
        this.loose = loose;
    }

    /** @param room of {@link #LOOSE_BYTES} */
    static LongPage loose(Room room) {
        return new LongPage(0, 0, Long.BYTES, room, true);
    }

    /** @param values in the first {@code rows} places */
    static LongPage pack(Scratch scratch, int rows, long[] values) {
        long first = values[0];
        long slope = rows < 2 ? 0 : (values[rows - 1] - first) / (rows - 1);
        long low = first;
        long high = first;
        long lowRest = first;
        long highRest = first;
        long line = 0;
        for (int i = 1; i < rows; i++) {
            long value = values[i];
            low = Math.min(low, value);
            high = Math.max(high, value);
            line += slope;
            lowRest = Math.min(lowRest, value - line);
            highRest = Math.max(highRest, value - line);
        }
        int flat = width(low, high);
        int steep = width(lowRest, highRest);
        return steep < flat
                ? packed(scratch, rows, values, lowRest, slope, steep)
                : packed(scratch, rows, values, low, 0, flat);
    }

    /** Bytes that the difference of two numbers takes; as unsigned numbers all differences are exact. */
    private static int width(long low, long high) {
        return (71 - Long.numberOfLeadingZeros(high - low)) / 8;
    }

    private static LongPage packed(Scratch scratch, int rows, long[] values, long base, long step, int width) {
        if (width == 0) {
            return new LongPage(base, step, 0, null, false);
        }
        Room room = scratch.room(rows * width);
        ByteBuffer buffer = room.buffer();
        int at = room.at();
        long line = base;
        for (int i = 0; i < rows; i++) {
            // What is stored beyond its width, the next overwrites.
            buffer.putLong(at + width * i, values[i] - line);
            line += step;
        }
        return new LongPage(base, step, width, room, false);
    }

    /** The first rows of this page, which is loose. */
    void copy(long[] to, int rows) {
        buffer.slice(at, Long.BYTES * rows)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asLongBuffer()
                .get(to, 0, rows);
    }

    /** Gives its room back; it may not be used any more. */
    void giveBack(Scratch scratch) {
        if (room != null) {
            scratch.giveBack(room);
        }
    }

    boolean isLoose() {
        return loose;
    }

    void put(int i, long value) {
        buffer.putLong(at + Long.BYTES * i, value);
    }

    long get(int i) {
        if (width == 0) {
            return base + step * i;
        }
        return base + step * i + ((long) LONGS.get(buffer, at + width * i) & mask);
    }
}
