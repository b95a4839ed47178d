package io.firedrill.audit;

import io.firedrill.audit.Examples.Example;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Records of a count of keys: up to ten, of the keys of the least hashes, and of each such key the first record of every region, where
 * no key has two before each has one. The same ones in whatever order they are met. It holds no more keys than these.
 */
final class KeyExamples {
    private final TreeMap<Long, TreeMap<Integer, Example>> byKey = new TreeMap<>(Long::compareUnsigned);

    /** A record of a key, in the order of when it was handed to the client. */
    void add(long key, int region, Sends sends, int row) {
        if (byKey.size() == Finding.EXAMPLES && Long.compareUnsigned(key, byKey.lastKey()) > 0) {
            return;
        }
        Example example = new Example(sends.invoked(row), sends, row);
        byKey.computeIfAbsent(key, k -> new TreeMap<>())
                .merge(region, example, (one, other) -> Examples.ORDER.compare(one, other) <= 0 ? one : other);
        if (byKey.size() > Finding.EXAMPLES) {
            byKey.pollLastEntry();
        }
    }

    /** How people find the records; see {@link Dossier#describe(Sends, int)}. */
    List<String> named(Dossier dossier) {
        List<List<Example>> keys = byKey.values().stream()
                .map(ofKey -> ofKey.values().stream().sorted(Examples.ORDER).toList())
                .toList();
        TreeSet<Example> chosen = new TreeSet<>(Examples.ORDER);
        for (int turn = 0; turn < dossier.catalogue().regions().size(); turn++) {
            for (List<Example> ofKey : keys) {
                if (turn < ofKey.size() && chosen.size() < Finding.EXAMPLES) {
                    chosen.add(ofKey.get(turn));
                }
            }
        }
        return chosen.stream().map(example -> example.named(dossier)).toList();
    }
}
