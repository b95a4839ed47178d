package io.firedrill.audit;

import org.jspecify.annotations.Nullable;

/** Finds sessions for one reader of journals, which meets the same few again and again. Not thread-safe. */
final class SessionLookup {
    private static final int RECENT = 1 << 8;

    private final SendIndex sends;
    private final Phantoms phantoms;
    private final @Nullable Session[] recent = new Session[RECENT];

    SessionLookup(SendIndex sends) {
        this.sends = sends;
        this.phantoms = sends.reader();
    }

    /** The session of that id, begun when nobody sent of it yet. */
    Session begin(int worker, int producer, int session) {
        Session known = find(worker, producer, session);
        if (known == null) {
            known = sends.session(worker, producer, session);
            recent[slot(worker, producer, session)] = known;
        }
        return known;
    }

    /** Null when nobody sent of it. */
    @Nullable
    Session find(int worker, int producer, int session) {
        int slot = slot(worker, producer, session);
        Session known = recent[slot];
        if (known != null && known.worker == worker && known.producer == producer && known.session == session) {
            return known;
        }
        known = sends.find(worker, producer, session);
        if (known != null) {
            recent[slot] = known;
        }
        return known;
    }

    private static int slot(int worker, int producer, int session) {
        return (31 * (31 * worker + producer) + session) & (RECENT - 1);
    }

    /** The record's number; all sends must be known before the first call. */
    long ref(int worker, int producer, int session, long sequence) {
        Session known = find(worker, producer, session);
        return known != null && known.sent(sequence)
                ? Ref.of(known.index, sequence)
                : phantoms.ref(worker, producer, session, sequence);
    }
}
