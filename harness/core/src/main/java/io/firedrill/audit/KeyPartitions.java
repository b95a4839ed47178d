package io.firedrill.audit;

/**
 * Which partition a key goes to, as acknowledgements of the same key and topic showed it. Only keys of sends that were not
 * acknowledged themselves are looked for.
 */
final class KeyPartitions {
    private static final long UNKNOWN = -1;

    private final LongTable table;

    KeyPartitions(Facts facts) {
        table = new LongTable(facts.scratch());
        for (Sends sends : facts.sends().inOrder()) {
            for (int row = 0; row < sends.size(); row++) {
                if (sends.known(row) && !sends.ok(row)) {
                    table.put(key(sends, row), UNKNOWN);
                }
            }
        }
        if (table.size() == 0) {
            return;
        }
        for (Sends sends : facts.sends().inOrder()) {
            for (int row = 0; row < sends.size(); row++) {
                if (sends.ok(row) && table.get(key(sends, row), 0) == UNKNOWN) {
                    table.put(key(sends, row), sends.partition(row));
                }
            }
        }
    }

    /** Partition of a send: its own acknowledgement's, or that of another send of its key; -1 when there is none. */
    int of(Sends sends, int row) {
        return sends.ok(row) ? sends.partition(row) : (int) table.get(key(sends, row), UNKNOWN);
    }

    private static long key(Sends sends, int row) {
        return sends.keyHash(row) * 31 + sends.topic(row);
    }
}
