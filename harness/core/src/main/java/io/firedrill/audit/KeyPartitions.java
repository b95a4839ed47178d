package io.firedrill.audit;

/** Which partition a key goes to, as acknowledgements of the same key and topic showed it. */
final class KeyPartitions {
    private final LongTable table = new LongTable();

    KeyPartitions(Facts facts) {
        for (Session session : facts.sends().sessions()) {
            for (Sends sends : session.sends()) {
                for (int row = 0; row < sends.size(); row++) {
                    if (sends.ok(row)) {
                        table.putIfAbsent(key(sends, row), sends.partition(row));
                    }
                }
            }
        }
    }

    /** Partition of a send: its own acknowledgement's, or that of another send of its key; -1 when there is none. */
    int of(Sends sends, int row) {
        return sends.ok(row) ? sends.partition(row) : (int) table.get(key(sends, row), -1);
    }

    private static long key(Sends sends, int row) {
        return sends.keyHash(row) * 31 + sends.topic(row);
    }
}
