package io.firedrill.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every transaction of the drill. Regions are read at the same time, so what they add is added one after the other. */
final class Transactions {
    private final Map<Sends, TreeMap<Integer, Transaction>> bySends = new HashMap<>();
    private final List<Sends> order = new ArrayList<>();

    synchronized void begun(Sends sends, long first) {
        if (first >= 0 && first <= Integer.MAX_VALUE) {
            TreeMap<Integer, Transaction> of = bySends.get(sends);
            if (of == null) {
                of = new TreeMap<>();
                bySends.put(sends, of);
                order.add(sends);
            }
            of.putIfAbsent((int) first, new Transaction(sends, (int) first));
        }
    }

    /** Whether it is one that began. */
    synchronized boolean ending(Sends sends, long first, long records, boolean commit) {
        Transaction known = find(sends, first);
        if (known != null) {
            known.ending(records, commit);
        }
        return known != null;
    }

    /** Whether it is one that began. */
    synchronized boolean ended(Sends sends, long first, boolean confirmed, long at) {
        Transaction known = find(sends, first);
        if (known != null) {
            known.ended(confirmed, at);
        }
        return known != null;
    }

    private @org.jspecify.annotations.Nullable Transaction find(Sends sends, long first) {
        TreeMap<Integer, Transaction> of = bySends.get(sends);
        return of == null || first < 0 || first > Integer.MAX_VALUE ? null : of.get((int) first);
    }

    /** Once all are known: every record learns what became of its transaction. */
    void settle() {
        order.sort(Comparator.comparingInt(sends -> sends.number));
        for (Sends sends : order) {
            TreeMap<Integer, Transaction> of = bySends.getOrDefault(sends, new TreeMap<>());
            of.forEach((first, transaction) -> {
                Integer next = of.higherKey(first);
                transaction.upTo(next == null ? sends.size() : next);
                transaction.settle();
            });
        }
    }

    boolean none() {
        return order.isEmpty();
    }

    /** In the order in which their sessions began one, then of their first records. */
    List<Transaction> all() {
        return order.stream()
                .flatMap(sends -> bySends.getOrDefault(sends, new TreeMap<>()).values().stream())
                .toList();
    }
}
