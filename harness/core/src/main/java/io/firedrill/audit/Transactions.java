package io.firedrill.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Every transaction of the drill. Regions are read at the same time, so what they add is added one after the other. */
final class Transactions {
    private final Map<Sends, TreeMap<Integer, Transaction>> bySends = new HashMap<>();
    private final List<Sends> order = new ArrayList<>();

    synchronized void begun(Sends sends, long first, long at) {
        if (first >= 0 && first <= Integer.MAX_VALUE) {
            TreeMap<Integer, Transaction> of = bySends.get(sends);
            if (of == null) {
                of = new TreeMap<>();
                bySends.put(sends, of);
                order.add(sends);
            }
            of.putIfAbsent((int) first, new Transaction(sends, (int) first, at));
        }
    }

    /** By how much this is earlier than what was told of it before, nanoseconds; empty: none began there. */
    synchronized OptionalLong ending(Sends sends, long first, long records, boolean commit, long at) {
        Transaction known = find(sends, first);
        return known == null ? OptionalLong.empty() : OptionalLong.of(known.ending(records, commit, at));
    }

    /** As {@link #ending}. */
    synchronized OptionalLong ended(Sends sends, long first, boolean confirmed, long at) {
        Transaction known = find(sends, first);
        return known == null ? OptionalLong.empty() : OptionalLong.of(known.ended(confirmed, at));
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
