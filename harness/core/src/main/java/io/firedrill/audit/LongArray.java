package io.firedrill.audit;

import io.firedrill.audit.Scratch.Room;
import java.nio.ByteBuffer;

/** So many numbers, zero at first; a long array that lies in {@link Scratch} where it is large. */
final class LongArray {
    private static final int BITS = 13;
    private static final int PAGE = 1 << BITS;
    private static final int MASK = PAGE - 1;
    private static final long[] NONE = {};

    private final Scratch scratch;
    private final int length;
    private final long[] small;
    private final Room[] rooms;
    private final ByteBuffer[] buffers;
    private final int[] starts;

    LongArray(Scratch scratch, int length) {
        this.scratch = scratch;
        this.length = length;
        boolean onHeap = length <= PAGE;
        int pages = onHeap ? 0 : (int) (((long) length + MASK) >>> BITS);
        small = onHeap ? new long[length] : NONE;
        rooms = new Room[pages];
        buffers = new ByteBuffer[pages];
        starts = new int[pages];
        for (int page = 0; page < pages; page++) {
            rooms[page] = scratch.room(PAGE * Long.BYTES).cleared();
            buffers[page] = rooms[page].buffer();
            starts[page] = rooms[page].at();
        }
    }

    int length() {
        return length;
    }

    long get(int index) {
        if (length <= PAGE) {
            return small[index];
        }
        int page = index >>> BITS;
        return buffers[page].getLong(starts[page] + 8 * (index & MASK));
    }

    void set(int index, long value) {
        if (length <= PAGE) {
            small[index] = value;
        } else {
            int page = index >>> BITS;
            buffers[page].putLong(starts[page] + 8 * (index & MASK), value);
        }
    }

    /** Gives its room back; it may not be used any more. */
    void giveBack() {
        for (Room room : rooms) {
            scratch.giveBack(room);
        }
    }
}
