package io.firedrill.audit;

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

    /** Outcomes come while this many pages of later sends have been written; an older one costs a packing. */
    private static final int LOOSE_PAGES = 8;

    final Session session;
    final int region;

    /** Bits of {@link #began} that count facts; those above say which journal. */
    static final int FACT_BITS = 40;

    /** When the first of it was met: journal and fact, in the order in which both are read. */
    final long began;

    /** Its place among all of the drill, from 0. */
    int number;

    /** Rows below the highest sequence of which no send is known. */
    private int gaps;

    /** The highest sequence before the last was added. */
    private int before = -1;

    private final LongColumn outcome;
    private final LongColumn keyHash;
    private final LongColumn intended;
    private final LongColumn invoked;
    private final LongColumn ended;
    private final LongColumn offset;
    private final LongColumn topic;
    private final LongColumn bytes;
    private final LongColumn ackTopic;
    private final LongColumn partition;

    Sends(Session session, int region, long began, Scratch scratch) {
        this.session = session;
        this.region = region;
        this.began = began;
        this.outcome = new LongColumn(scratch, LOOSE_PAGES);
        this.keyHash = new LongColumn(scratch, 2);
        this.intended = new LongColumn(scratch, 2);
        this.invoked = new LongColumn(scratch, 2);
        this.ended = new LongColumn(scratch, LOOSE_PAGES);
        this.offset = new LongColumn(scratch, LOOSE_PAGES);
        this.topic = new LongColumn(scratch, 2);
        this.bytes = new LongColumn(scratch, 2);
        this.ackTopic = new LongColumn(scratch, LOOSE_PAGES);
        this.partition = new LongColumn(scratch, LOOSE_PAGES);
    }

    /** Whether the fact was new and plausible. */
    boolean sent(long sequence, long key, int nativeTopic, int size, long intendedAt, long invokedAt) {
        if (sequence < 0 || sequence > (long) size() + MOST_AHEAD || sequence == Integer.MAX_VALUE) {
            return false;
        }
        int row = (int) sequence;
        if (row < size()) {
            return outcome(row) == NOT_SENT && late(row, key, nativeTopic, size, intendedAt, invokedAt);
        }
        before = size() - 1;
        while (size() < row) {
            add(NOT_SENT, 0, 0, 0, 0, 0, 0);
            gaps++;
        }
        add(SILENT, key, nativeTopic, size, intendedAt, invokedAt, -1);
        return true;
    }

    private void add(byte how, long key, int nativeTopic, int size, long intendedAt, long invokedAt, int inPartition) {
        outcome.add(how);
        keyHash.add(key);
        topic.add(nativeTopic);
        bytes.add(size);
        intended.add(intendedAt);
        invoked.add(invokedAt);
        ended.add(0);
        ackTopic.add(0);
        partition.add(inPartition);
        offset.add(0);
    }

    /** A send that comes behind a later one of its session. */
    private boolean late(int row, long key, int nativeTopic, int size, long intendedAt, long invokedAt) {
        gaps--;
        outcome.set(row, SILENT);
        keyHash.set(row, key);
        topic.set(row, nativeTopic);
        bytes.set(row, size);
        intended.set(row, intendedAt);
        invoked.set(row, invokedAt);
        partition.set(row, -1);
        return true;
    }

    /** By how much a send, the last that was told, is earlier than the one before it or later than the one behind it; 0: it is neither. */
    long outOfTurn(int row) {
        int earlier = row == size() - 1 ? before : row - 1;
        long back = known(earlier) ? ClockOrder.back(invoked(earlier), invoked(row)) : 0;
        return known(row + 1L) ? Math.max(back, ClockOrder.back(invoked(row), invoked(row + 1))) : back;
    }

    /** The journal in which the first of it stands, by its place among all. */
    int journal() {
        return (int) (began >>> FACT_BITS);
    }

    /** Whether the send was known. The first acknowledgement counts. */
    boolean acked(long sequence, int inTopic, int inPartition, long atOffset, long at) {
        if (!known(sequence)) {
            return false;
        }
        int row = (int) sequence;
        if (outcome(row) != OK) {
            outcome.set(row, OK);
            ended.set(row, at);
            ackTopic.set(row, inTopic);
            partition.set(row, inPartition);
            offset.set(row, atOffset);
        }
        return true;
    }

    /** Whether the send was known. */
    boolean ended(long sequence, byte how, long at) {
        if (!known(sequence)) {
            return false;
        }
        int row = (int) sequence;
        if (outcome(row) == SILENT) {
            outcome.set(row, how);
            ended.set(row, at);
        }
        return true;
    }

    /** Nothing is added any more. */
    void pack() {
        outcome.pack();
        keyHash.pack();
        intended.pack();
        invoked.pack();
        ended.pack();
        offset.pack();
        topic.pack();
        bytes.pack();
        ackTopic.pack();
        partition.pack();
    }

    /**
     * What the end of its transaction says of a record: acknowledged is what is committed, at the moment that was confirmed.
     *
     * @param at when the transaction's end was confirmed
     */
    void settle(int row, Transaction.Fate fate, long at) {
        switch (fate) {
            case COMMITTED -> ended.set(row, ok(row) ? Math.max(ended(row), at) : ended(row));
            case WITHDRAWN -> outcome.set(row, WITHDRAWN);
            case NEVER_COMMITTED -> outcome.set(row, FAILED);
            case UNKNOWN -> outcome.set(row, ok(row) ? UNKNOWN : outcome(row));
        }
    }

    /** Never handed to the network, or in no transaction that can ever be committed. */
    boolean failed(int row) {
        return outcome(row) == FAILED || outcome(row) == WITHDRAWN;
    }

    boolean known(long sequence) {
        return sequence >= 0 && sequence < size() && (gaps == 0 || outcome((int) sequence) != NOT_SENT);
    }

    /** One more than the highest sequence. */
    int size() {
        return outcome.size();
    }

    byte outcome(int row) {
        return (byte) outcome.get(row);
    }

    boolean ok(int row) {
        return outcome.get(row) == OK;
    }

    long keyHash(int row) {
        return keyHash.get(row);
    }

    /** The native topic it was sent to. */
    int topic(int row) {
        return (int) topic.get(row);
    }

    int bytes(int row) {
        return (int) bytes.get(row);
    }

    long intended(int row) {
        return intended.get(row);
    }

    long invoked(int row) {
        return invoked.get(row);
    }

    /** When the outcome came; meaningless for a silent one. */
    long ended(int row) {
        return ended.get(row);
    }

    /** Topic of the acknowledgement. */
    int ackTopic(int row) {
        return (int) ackTopic.get(row);
    }

    /** Partition of the acknowledgement; -1 without one. */
    int partition(int row) {
        return (int) partition.get(row);
    }

    /** Offset of the acknowledgement. */
    long offset(int row) {
        return offset.get(row);
    }

    long ref(int row) {
        return Ref.of(session.index, row);
    }
}
