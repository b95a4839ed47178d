package io.firedrill.audit;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Records of counts, by the count's name: of each those ten that came first, the same ones in whatever order they are met. It holds no
 * more than these.
 */
final class Examples {

    /** @param at what it is ordered by */
    record Example(long at, Sends sends, int row) {
        long ref() {
            return sends.ref(row);
        }

        int region() {
            return sends.region;
        }

        String named(Dossier dossier) {
            return dossier.describe(sends, row);
        }
    }

    static final Comparator<Example> ORDER = Comparator.comparingLong(Example::at)
            .thenComparingLong(Example::ref)
            .thenComparingInt(Example::region);

    private final Map<String, TreeSet<Example>> byCount = new LinkedHashMap<>();

    /** A record, in the order of when it was handed to the client. */
    void add(String count, Sends sends, int row) {
        add(count, sends.invoked(row), sends, row);
    }

    /** @param at what the count's records are ordered by */
    void add(String count, long at, Sends sends, int row) {
        TreeSet<Example> first = byCount.computeIfAbsent(count, c -> new TreeSet<>(ORDER));
        if (first.size() < Finding.EXAMPLES || at <= first.last().at()) {
            first.add(new Example(at, sends, row));
            if (first.size() > Finding.EXAMPLES) {
                first.pollLast();
            }
        }
    }

    /** Those of others as well. */
    void addAll(Examples others) {
        others.byCount.forEach((count, examples) ->
                examples.forEach(example -> add(count, example.at(), example.sends(), example.row())));
    }

    /** A record that was sent, by the region that it was first handed to. */
    void add(String count, Facts facts, long ref) {
        int row = Ref.sequence(ref);
        add(count, facts.sends().session(ref).first(row), row);
    }

    /** How people find the records of each count that has any; see {@link Dossier#describe(Sends, int)}. */
    Map<String, List<String>> named(Dossier dossier) {
        Map<String, List<String>> named = new TreeMap<>();
        byCount.keySet().forEach(count -> named.put(count, named(dossier, count)));
        return named;
    }

    /** As the other, of one count. */
    List<String> named(Dossier dossier, String count) {
        return byCount.getOrDefault(count, new TreeSet<>(ORDER)).stream()
                .map(example -> example.named(dossier))
                .toList();
    }
}
