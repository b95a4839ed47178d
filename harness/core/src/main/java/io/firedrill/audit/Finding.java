package io.firedrill.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * What a fold found.
 *
 * @param records sent records of the class, before precedence
 * @param others what is no sent record: phantom ids, partitions, objects
 * @param otherExamples up to {@link #EXAMPLES} of those
 * @param describe names a record and what is the matter with it
 * @param figures what else the class measures
 */
record Finding(
        RefSet records,
        long others,
        List<String> otherExamples,
        LongFunction<String> describe,
        Map<String, Double> figures)
        implements Answer {

    static final int EXAMPLES = 10;

    Finding(RefSet records, long others, List<String> otherExamples, LongFunction<String> describe) {
        this(records, others, otherExamples, describe, Map.of());
    }

    static Finding of(RefSet records, LongFunction<String> describe) {
        return new Finding(records, 0, List.of(), describe);
    }

    /** Of a class that does not count records. */
    static Finding of(List<String> others) {
        return new Finding(
                new RefSet(), others.size(), others.stream().limit(EXAMPLES).toList(), ref -> "");
    }

    Finding with(Map<String, Double> further) {
        return new Finding(records, others, otherExamples, describe, further);
    }

    /** Examples in the order of sessions and sequences, those first that are no sent records. */
    List<String> examples(RefSet counted) {
        List<String> examples = new ArrayList<>(otherExamples);
        counted.forEach(ref -> {
            if (examples.size() < EXAMPLES) {
                examples.add(describe.apply(ref));
            }
        });
        return examples;
    }
}
