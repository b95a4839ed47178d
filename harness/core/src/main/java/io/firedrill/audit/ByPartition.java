package io.firedrill.audit;

import java.util.Arrays;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Something for each partition of a topic, made when it is first asked for. A number that no topic has costs no more than another. */
final class ByPartition<T> {
    private static final int USUAL = 1 << 12;

    private final IntFunction<T> first;
    private @Nullable Object[] usual = {};
    private final TreeMap<Integer, T> others = new TreeMap<>();

    ByPartition(IntFunction<T> first) {
        this.first = first;
    }

    T of(int partition) {
        T known = known(partition);
        return known == null ? begin(partition) : known;
    }

    @SuppressWarnings("unchecked")
    @Nullable
    T known(int partition) {
        if (partition >= 0 && partition < USUAL) {
            return partition < usual.length ? (T) usual[partition] : null;
        }
        return others.get(partition);
    }

    private T begin(int partition) {
        T made = first.apply(partition);
        if (partition >= 0 && partition < USUAL) {
            if (partition >= usual.length) {
                usual = Arrays.copyOf(usual, Math.min(USUAL, Math.max(partition + 1, 2 * usual.length)));
            }
            usual[partition] = made;
        } else {
            others.put(partition, made);
        }
        return made;
    }

    /** What to do with one. */
    interface Each<T> {
        void accept(int partition, T value);
    }

    /** In the order of partitions. */
    @SuppressWarnings("unchecked")
    void forEach(Each<T> action) {
        others.headMap(0).forEach(action::accept);
        for (int partition = 0; partition < usual.length; partition++) {
            T value = (T) usual[partition];
            if (value != null) {
                action.accept(partition, value);
            }
        }
        others.tailMap(0).forEach(action::accept);
    }
}
