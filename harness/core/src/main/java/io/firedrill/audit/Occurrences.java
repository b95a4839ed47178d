package io.firedrill.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What is no sent record and is counted one by one, as deliveries are, with the first ten in words. */
final class Occurrences {
    private final List<String> examples = new ArrayList<>();
    private long count;

    /** @param example asked for while there are less than ten */
    void add(Supplier<String> example) {
        count++;
        if (examples.size() < Finding.EXAMPLES) {
            examples.add(example.get());
        }
    }

    /** This, and what was counted later. */
    Occurrences with(Occurrences later) {
        count += later.count;
        later.examples.stream().limit(Finding.EXAMPLES - examples.size()).forEach(examples::add);
        return this;
    }

    Finding finding(Map<String, Double> figures) {
        return new Finding(new RefSet(), count, examples, ref -> "", figures);
    }
}
