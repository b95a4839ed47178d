package io.firedrill.audit;

/**
 * What a producer did with one transaction, and what must have become of it. A commit comes only from who asked for it, and what is
 * asked is written down before: so a transaction of which no commit was asked, and one whose abort was confirmed, can never be
 * committed by anybody, whatever else is not known of it.
 */
final class Transaction {

    /** What became of it. */
    enum Fate {
        /** Its commit was confirmed. */
        COMMITTED,
        /** Its service chose to abort it. */
        WITHDRAWN,
        /** It was left open, or aborted since it could not be committed. */
        NEVER_COMMITTED,
        /** Its commit was asked for, and nothing more is known. */
        UNKNOWN
    }

    final Sends sends;
    final int first;
    private long records = -1;
    private boolean commitAsked;
    private boolean lastAskedCommit;
    private boolean confirmed;
    private long endedAt = Long.MAX_VALUE;
    private boolean didNotHappen;
    private long latest;

    Transaction(Sends sends, int first, long begunAt) {
        this.sends = sends;
        this.first = first;
        this.latest = begunAt;
    }

    /** By how much this is earlier than what was told before, nanoseconds; 0 when it is not. */
    long ending(long count, boolean commit, long at) {
        records = count;
        commitAsked |= commit;
        lastAskedCommit = commit;
        confirmed = false;
        return goesOn(at);
    }

    /** As {@link #ending}. */
    long ended(boolean inOrder, long at) {
        confirmed = inOrder;
        endedAt = at;
        return goesOn(at);
    }

    private long goesOn(long at) {
        long back = ClockOrder.back(latest, at);
        latest = at;
        return back;
    }

    /** For one that never ended: it has the records up to the next. */
    void upTo(int next) {
        if (records < 0) {
            records = next - (long) first;
        }
    }

    Fate fate() {
        if (confirmed && lastAskedCommit) {
            return Fate.COMMITTED;
        }
        if (commitAsked) {
            return confirmed || didNotHappen ? Fate.NEVER_COMMITTED : Fate.UNKNOWN;
        }
        return endedAt != Long.MAX_VALUE ? Fate.WITHDRAWN : Fate.NEVER_COMMITTED;
    }

    /** One more than its last row. */
    int end() {
        return (int) Math.min(sends.size(), first + Math.max(0, records));
    }

    boolean has(long ref) {
        int row = Ref.sequence(ref);
        return sends.session.index == Ref.session(ref) && row >= first && row < end();
    }

    /** The native log, read whole as committed, shows none of its records: an unconfirmed commit did not take place. */
    void didNotHappen() {
        didNotHappen = true;
        settle();
    }

    /** Says of each of its records what follows for it. */
    void settle() {
        Fate fate = fate();
        for (int row = first; row < end(); row++) {
            if (sends.known(row)) {
                sends.settle(row, fate, endedAt);
            }
        }
    }

    /** How people find it. */
    String text() {
        return switch (fate()) {
            case COMMITTED -> "a committed transaction";
            case WITHDRAWN -> "an aborted transaction";
            case NEVER_COMMITTED -> "a transaction that was never committed";
            case UNKNOWN -> "a transaction whose commit was not confirmed";
        };
    }
}
