package io.firedrill.audit;

import io.firedrill.audit.Examples.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Records of a count of keys: of the keys of the least hashes the first record of every region, those of a key beside each other, and as
 * many keys as have all of theirs among ten. The same ones in whatever order they are met. It holds no more keys than that.
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
        List<Example> chosen = new ArrayList<>();
        for (TreeMap<Integer, Example> ofKey : byKey.values()) {
            if (chosen.size() + ofKey.size() > Finding.EXAMPLES) {
                break;
            }
            ofKey.values().stream().sorted(Examples.ORDER).forEach(chosen::add);
        }
        return chosen.stream().map(example -> example.named(dossier)).toList();
    }
}
