package io.firedrill.audit;

import io.firedrill.audit.Scratch.Room;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A time for each record, the earliest that was put in. */
final class RefTimes {
    /** No time. */
    static final long NEVER = Long.MAX_VALUE;

    private static final int BITS = 13;
    private static final int PAGE = 1 << BITS;
    private static final int MASK = PAGE - 1;

    /** Of one session; holds {@code NEVER - time}, so that zero is no time. */
    private static final class Pages {
        private @Nullable ByteBuffer[] buffers = new ByteBuffer[1];
        private int[] starts = new int[1];

        long get(int sequence) {
            int page = sequence >>> BITS;
            ByteBuffer buffer = page < buffers.length ? buffers[page] : null;
            return buffer == null ? NEVER : NEVER - buffer.getLong(starts[page] + 8 * (sequence & MASK));
        }

        void put(Scratch scratch, int sequence, long at) {
            int page = sequence >>> BITS;
            ByteBuffer buffer = page < buffers.length ? buffers[page] : null;
            if (buffer == null) {
                buffer = begin(scratch, page);
            }
            int place = starts[page] + 8 * (sequence & MASK);
            buffer.putLong(place, NEVER - Math.min(at, NEVER - buffer.getLong(place)));
        }

        private ByteBuffer begin(Scratch scratch, int page) {
            if (page >= buffers.length) {
                int length = Math.max(page + 1, 2 * buffers.length);
                buffers = Arrays.copyOf(buffers, length);
                starts = Arrays.copyOf(starts, length);
            }
            Room room = scratch.room(PAGE * Long.BYTES).cleared();
            buffers[page] = room.buffer();
            starts[page] = room.at();
            return room.buffer();
        }
    }

    private final Scratch scratch;
    private final List<Pages> sessions = new ArrayList<>();

    /** On the heap. */
    RefTimes() {
        this(Scratch.HEAP);
    }

    RefTimes(Scratch scratch) {
        this.scratch = scratch;
    }

    void put(long ref, long at) {
        int session = Ref.session(ref);
        while (sessions.size() <= session) {
            sessions.add(new Pages());
        }
        sessions.get(session).put(scratch, Ref.sequence(ref), at);
    }

    long get(long ref) {
        int session = Ref.session(ref);
        return session < sessions.size() ? sessions.get(session).get(Ref.sequence(ref)) : NEVER;
    }
}
