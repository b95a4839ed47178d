package io.firedrill.audit;

import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Which partition a key goes to in a region, as acknowledgements of the same key and topic there showed it; those of other regions where
 * there is none, and the topic has as many partitions there. A key that went to two partitions, since the topic was given more, may go to either: then nobody knows. Only keys of
 * sends that were not acknowledged themselves are looked for.
 */
final class KeyPartitions {
    private static final long UNKNOWN = -1;
    private static final long MOVED = -2;
    private static final int ANYWHERE = -1;

    private final LongTable table;
    private final boolean[] alike;

    KeyPartitions(Facts facts) {
        alike = alike(facts);
        table = new LongTable(facts.scratch());
        for (Sends sends : facts.sends().inOrder()) {
            for (int row = 0; row < sends.size(); row++) {
                if (sends.known(row) && !sends.ok(row)) {
                    table.put(key(sends, row, sends.region), UNKNOWN);
                    table.put(key(sends, row, ANYWHERE), UNKNOWN);
                }
            }
        }
        if (table.size() == 0) {
            return;
        }
        for (Sends sends : facts.sends().inOrder()) {
            for (int row = 0; row < sends.size(); row++) {
                if (sends.ok(row)) {
                    shown(key(sends, row, sends.region), sends.partition(row));
                    shown(key(sends, row, ANYWHERE), sends.partition(row));
                }
            }
        }
    }

    private void shown(long key, int partition) {
        long known = table.get(key, MOVED);
        if (known != MOVED && known != partition) {
            table.put(key, known == UNKNOWN ? partition : MOVED);
        }
    }

    /** Partition of a send: its own acknowledgement's, or that of other sends of its key; -1 when there is none, or more than one. */
    int of(Sends sends, int row) {
        if (sends.ok(row)) {
            return sends.partition(row);
        }
        long here = table.get(key(sends, row, sends.region), UNKNOWN);
        long found = here == UNKNOWN && alike[sends.topic(row)] ? table.get(key(sends, row, ANYWHERE), UNKNOWN) : here;
        return found == MOVED ? -1 : (int) found;
    }

    /** By topic: whether no two regions are known to have another number of its partitions. */
    private static boolean[] alike(Facts facts) {
        boolean[] alike = new boolean[facts.catalogue().topics().size()];
        for (int t = 0; t < alike.length; t++) {
            int topic = t;
            alike[t] = IntStream.range(0, facts.catalogue().regions().size())
                            .mapToObj(region -> facts.scannedWithoutGap(region, topic))
                            .flatMapToInt(OptionalInt::stream)
                            .distinct()
                            .count()
                    < 2;
        }
        return alike;
    }

    private static long key(Sends sends, int row, int region) {
        return (sends.keyHash(row) * 31 + sends.topic(row)) * 31 + region;
    }
}
