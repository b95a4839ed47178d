package io.firedrill.audit;

import java.util.Arrays;

/**
 * What one session sent to one region, in dense columns by sequence. A record has a row here for each region it was handed to.
 */
final class Sends {
    /** No send of this sequence is known. */
    static final byte NOT_SENT = 0;
    /** Handed to the client, and nothing was heard of it. */
    static final byte SILENT = 1;

    static final byte OK = 2;
    static final byte FAILED = 3;
    static final byte UNKNOWN = 4;

    /** Its service chose to abort its transaction: failed, and nobody's failure. */
    static final byte WITHDRAWN = 5;

    /** A gap this large in a dense sequence is damage, not data. */
    private static final int MOST_AHEAD = 1 << 22;

    final Session session;
    final int region;
    private int size;
    private byte[] outcome = new byte[256];
    private long[] keyHash = new long[256];
    private long[] intended = new long[256];
    private long[] invoked = new long[256];
    private long[] ended = new long[256];
    private long[] offset = new long[256];
    private int[] topic = new int[256];
    private int[] bytes = new int[256];
    private int[] ackTopic = new int[256];
    private int[] partition = new int[256];

    Sends(Session session, int region) {
        this.session = session;
        this.region = region;
    }

    /** Whether the fact was new and plausible. */
    boolean sent(long sequence, long key, int nativeTopic, int size, long intendedAt, long invokedAt) {
        if (sequence < 0 || sequence > (long) this.size + MOST_AHEAD) {
            return false;
        }
        int row = (int) sequence;
        reserve(row + 1);
        if (outcome[row] != NOT_SENT) {
            return false;
        }
        outcome[row] = SILENT;
        keyHash[row] = key;
        topic[row] = nativeTopic;
        bytes[row] = size;
        intended[row] = intendedAt;
        invoked[row] = invokedAt;
        partition[row] = -1;
        return true;
    }

    /** Whether the send was known. The first acknowledgement counts. */
    boolean acked(long sequence, int inTopic, int inPartition, long atOffset, long at) {
        if (!known(sequence)) {
            return false;
        }
        int row = (int) sequence;
        if (outcome[row] != OK) {
            outcome[row] = OK;
            ended[row] = at;
            ackTopic[row] = inTopic;
            partition[row] = inPartition;
            offset[row] = atOffset;
        }
        return true;
    }

    /** Whether the send was known. */
    boolean ended(long sequence, byte how, long at) {
        if (!known(sequence)) {
            return false;
        }
        int row = (int) sequence;
        if (outcome[row] == SILENT) {
            outcome[row] = how;
            ended[row] = at;
        }
        return true;
    }

    /**
     * What the end of its transaction says of a record: acknowledged is what is committed, at the moment that was confirmed.
     *
     * @param at when the transaction's end was confirmed
     */
    void settle(int row, Transaction.Fate fate, long at) {
        switch (fate) {
            case COMMITTED -> ended[row] = outcome[row] == OK ? Math.max(ended[row], at) : ended[row];
            case WITHDRAWN -> outcome[row] = WITHDRAWN;
            case NEVER_COMMITTED -> outcome[row] = FAILED;
            case UNKNOWN -> outcome[row] = outcome[row] == OK ? UNKNOWN : outcome[row];
        }
    }

    /** Never handed to the network, or in no transaction that can ever be committed. */
    boolean failed(int row) {
        return outcome[row] == FAILED || outcome[row] == WITHDRAWN;
    }

    boolean known(long sequence) {
        return sequence >= 0 && sequence < size && outcome[(int) sequence] != NOT_SENT;
    }

    /** One more than the highest sequence. */
    int size() {
        return size;
    }

    byte outcome(int row) {
        return outcome[row];
    }

    boolean ok(int row) {
        return outcome[row] == OK;
    }

    long keyHash(int row) {
        return keyHash[row];
    }

    /** The native topic it was sent to. */
    int topic(int row) {
        return topic[row];
    }

    int bytes(int row) {
        return bytes[row];
    }

    long intended(int row) {
        return intended[row];
    }

    long invoked(int row) {
        return invoked[row];
    }

    /** When the outcome came; meaningless for a silent one. */
    long ended(int row) {
        return ended[row];
    }

    /** Topic of the acknowledgement. */
    int ackTopic(int row) {
        return ackTopic[row];
    }

    /** Partition of the acknowledgement; -1 without one. */
    int partition(int row) {
        return partition[row];
    }

    /** Offset of the acknowledgement. */
    long offset(int row) {
        return offset[row];
    }

    long ref(int row) {
        return Ref.of(session.index, row);
    }

    private void reserve(int rows) {
        if (rows > outcome.length) {
            int capacity = Math.max(rows, outcome.length + (outcome.length >> 1));
            outcome = Arrays.copyOf(outcome, capacity);
            keyHash = Arrays.copyOf(keyHash, capacity);
            intended = Arrays.copyOf(intended, capacity);
            invoked = Arrays.copyOf(invoked, capacity);
            ended = Arrays.copyOf(ended, capacity);
            offset = Arrays.copyOf(offset, capacity);
            topic = Arrays.copyOf(topic, capacity);
            bytes = Arrays.copyOf(bytes, capacity);
            ackTopic = Arrays.copyOf(ackTopic, capacity);
            partition = Arrays.copyOf(partition, capacity);
        }
        size = Math.max(size, rows);
    }
}
