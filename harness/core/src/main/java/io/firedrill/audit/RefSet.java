package io.firedrill.audit;

import java.util.Arrays;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A set of records that were sent: a bit each, in chunks. A chunk of which all records are in the set takes no room, nor does one
 * of which none is: the usual set holds everything or hardly anything.
 */
final class RefSet {
    private static final int BITS = 16;
    private static final int CHUNK = 1 << BITS;
    private static final int WORDS = CHUNK / Long.SIZE;
    private static final int FIRST_WORDS = 4;
    private static final long[] FULL = new long[0];

    /** Bits of one session's sequences. */
    private static final class Chunks {
        private long[] @Nullable [] words = new long[1][];
        private int[] counts = new int[1];

        boolean add(int sequence) {
            int chunk = sequence >>> BITS;
            begin(chunk);
            if (words[chunk] == FULL) {
                return false;
            }
            int word = (sequence & CHUNK - 1) >>> 6;
            long[] bits = upTo(chunk, word);
            long bit = 1L << sequence;
            if ((bits[word] & bit) != 0) {
                return false;
            }
            bits[word] |= bit;
            counted(chunk, 1);
            return true;
        }

        /** How many were not there before. */
        long addAll(Chunks others) {
            long fresh = 0;
            for (int chunk = 0; chunk < others.words.length; chunk++) {
                long[] theirs = others.words[chunk];
                if (theirs != null) {
                    begin(chunk);
                    int before = counts[chunk];
                    addAll(chunk, theirs);
                    fresh += counts[chunk] - before;
                }
            }
            return fresh;
        }

        private void addAll(int chunk, long[] theirs) {
            if (theirs == FULL) {
                counted(chunk, CHUNK - counts[chunk]);
            } else if (words[chunk] != FULL) {
                long[] bits = upTo(chunk, theirs.length - 1);
                int fresh = 0;
                for (int word = 0; word < theirs.length; word++) {
                    fresh += Long.bitCount(theirs[word] & ~bits[word]);
                    bits[word] |= theirs[word];
                }
                counted(chunk, fresh);
            }
        }

        private void begin(int chunk) {
            if (chunk >= words.length) {
                words = Arrays.copyOf(words, chunk + 1);
                counts = Arrays.copyOf(counts, chunk + 1);
            }
        }

        /** The bits of a chunk that is not full, with a place for this word. */
        private long[] upTo(int chunk, int word) {
            long[] bits = words[chunk];
            if (bits == null || word >= bits.length) {
                bits = grown(bits, word);
                words[chunk] = bits;
            }
            return bits;
        }

        private void counted(int chunk, int fresh) {
            counts[chunk] += fresh;
            if (counts[chunk] == CHUNK) {
                words[chunk] = FULL;
            }
        }

        private static long[] grown(long @Nullable [] bits, int word) {
            int length = Math.min(WORDS, Math.max(FIRST_WORDS, Integer.highestOneBit(word) * 2));
            return bits == null ? new long[length] : Arrays.copyOf(bits, length);
        }

        boolean contains(int sequence) {
            int chunk = sequence >>> BITS;
            if (chunk >= words.length) {
                return false;
            }
            long[] bits = words[chunk];
            if (bits == null) {
                return false;
            }
            int word = (sequence & CHUNK - 1) >>> 6;
            return bits == FULL || word < bits.length && (bits[word] & 1L << sequence) != 0;
        }

        void forEach(int session, LongConsumer action) {
            for (int chunk = 0; chunk < words.length; chunk++) {
                long[] bits = words[chunk];
                int from = chunk << BITS;
                if (bits == FULL) {
                    for (int i = 0; i < CHUNK; i++) {
                        action.accept(Ref.of(session, from + i));
                    }
                } else if (bits != null) {
                    for (int word = 0; word < bits.length; word++) {
                        for (long rest = bits[word]; rest != 0; rest &= rest - 1) {
                            action.accept(Ref.of(session, from + word * 64 + Long.numberOfTrailingZeros(rest)));
                        }
                    }
                }
            }
        }
    }

    /** Null where nothing of a session was put in. */
    private @Nullable Chunks[] sessions = {};

    private long size;

    /** Whether the record was not in the set before. */
    boolean add(long ref) {
        boolean fresh = chunks(Ref.session(ref)).add(Ref.sequence(ref));
        size += fresh ? 1 : 0;
        return fresh;
    }

    private Chunks chunks(int session) {
        if (session >= sessions.length) {
            sessions = Arrays.copyOf(sessions, Math.max(session + 1, 2 * sessions.length));
        }
        Chunks known = sessions[session];
        if (known == null) {
            known = new Chunks();
            sessions[session] = known;
        }
        return known;
    }

    void addAll(RefSet others) {
        for (int session = 0; session < others.sessions.length; session++) {
            Chunks theirs = others.sessions[session];
            if (theirs != null) {
                size += chunks(session).addAll(theirs);
            }
        }
    }

    /** This set, with the others in it. */
    RefSet with(RefSet others) {
        addAll(others);
        return this;
    }

    boolean contains(long ref) {
        int session = Ref.session(ref);
        Chunks chunks = session < sessions.length ? sessions[session] : null;
        return chunks != null && chunks.contains(Ref.sequence(ref));
    }

    long size() {
        return size;
    }

    /** In order of session and sequence. */
    void forEach(LongConsumer action) {
        for (int session = 0; session < sessions.length; session++) {
            Chunks chunks = sessions[session];
            if (chunks != null) {
                chunks.forEach(session, action);
            }
        }
    }
}
