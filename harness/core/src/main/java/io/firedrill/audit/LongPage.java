package io.firedrill.audit;

import io.firedrill.audit.Scratch.Room;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A page of a column: row i holds {@code base + step * i + rest}, and each rest takes the same number of bytes: none where the values
 * follow each other or are all equal, as offsets and topics do, eight where they are random.
 */
final class LongPage {
    /** What a page takes in which every row can be changed. */
    static final int LOOSE_BYTES = LongColumn.PAGE * Long.BYTES;

    private static final int LOOSE = -1;

    private final long base;
    private final long step;
    private final int width;
    private final @Nullable Room room;
    private final ByteBuffer buffer;
    private final int at;
    private final int bytes;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private LongPage(long base, long step, int width, @Nullable Room room, int bytes) {
        this.base = base;
        this.step = step;
        this.width = width;
        this.room = room;
        this.buffer = room == null ? NOTHING : room.buffer();
        this.at = room == null ? 0 : room.at();
        this.bytes = bytes;
    }

    /** @param room of {@link #LOOSE_BYTES} */
    static LongPage loose(Room room) {
        return new LongPage(0, 0, LOOSE, room, LOOSE_BYTES);
    }

    /** @param values in the first {@code rows} places; what they hold afterwards is not defined */
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
        long range = high - low;
        if (range == 0) {
            return 0;
        }
        int bytes = (71 - Long.numberOfLeadingZeros(range)) / 8;
        return bytes <= 2 ? bytes : bytes <= 4 ? 4 : 8;
    }

    private static LongPage packed(Scratch scratch, int rows, long[] values, long base, long step, int width) {
        if (width == 0) {
            return new LongPage(base, step, 0, null, 0);
        }
        Room room = scratch.room(rows * width);
        ByteBuffer buffer = room.buffer();
        int at = room.at();
        for (int i = 0; i < rows; i++) {
            long rest = values[i] - base - step * i;
            switch (width) {
                case 1 -> buffer.put(at + i, (byte) rest);
                case 2 -> buffer.putShort(at + 2 * i, (short) rest);
                case 4 -> buffer.putInt(at + 4 * i, (int) rest);
                default -> buffer.putLong(at + 8 * i, rest);
            }
        }
        return new LongPage(base, step, width, room, rows * width);
    }

    /** The first rows of this page. */
    void copy(long[] to, int rows) {
        if (width == LOOSE) {
            buffer.slice(at, 8 * rows)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asLongBuffer()
                    .get(to, 0, rows);
        } else {
            for (int i = 0; i < rows; i++) {
                to[i] = get(i);
            }
        }
    }

    /** Gives its room back; it may not be used any more. */
    void giveBack(Scratch scratch) {
        if (room != null) {
            scratch.giveBack(room, bytes);
        }
    }

    boolean isLoose() {
        return width == LOOSE;
    }

    /** Of a loose page. */
    Room room() {
        if (room == null) {
            throw new IllegalStateException("a page without room");
        }
        return room;
    }

    void put(int i, long value) {
        buffer.putLong(at + 8 * i, value);
    }

    long get(int i) {
        return switch (width) {
            case LOOSE -> buffer.getLong(at + 8 * i);
            case 0 -> base + step * i;
            case 1 -> base + step * i + (buffer.get(at + i) & 0xFF);
            case 2 -> base + step * i + (buffer.getShort(at + 2 * i) & 0xFFFF);
            case 4 -> base + step * i + (buffer.getInt(at + 4 * i) & 0xFFFFFFFFL);
            default -> base + step * i + buffer.getLong(at + 8 * i);
        };
    }
}
