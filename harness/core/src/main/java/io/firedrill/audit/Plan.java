package io.firedrill.audit;

import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * What a fold asks of the evidence: something of each shard, and what that says together. Shards do not depend on each other, so any thread
 * may look at any of them at any time; what was found in them is put together in their order, so that the answer is the same however the
 * work was shared.
 *
 * @param <P> what is found in a shard, and in several together
 */
final class Plan<P> {
    private final List<? extends Supplier<P>> shards;
    private final Supplier<P> nothing;
    private final BinaryOperator<P> merge;
    private final Function<P, Answer> answer;

    /**
     * @param shards looks at each
     * @param nothing what is found in none
     * @param merge takes what was found in a shard to what was found in those before it, which it may change
     * @param answer what all of it says
     */
    Plan(List<? extends Supplier<P>> shards, Supplier<P> nothing, BinaryOperator<P> merge, Function<P, Answer> answer) {
        this.shards = shards;
        this.nothing = nothing;
        this.merge = merge;
        this.answer = answer;
    }

    /** Of a class that finds records, each by itself. */
    static Plan<RefSet> records(List<? extends Supplier<RefSet>> shards, LongFunction<String> describe) {
        return new Plan<>(shards, RefSet::new, RefSet::with, found -> Finding.of(found, describe));
    }

    /** As {@link #records}, flow by flow; unsettled where a region of one was not scanned whole. */
    static Plan<?> ofFlows(Dossier dossier, Function<Flow, RefSet> look, LongFunction<String> describe) {
        List<Flow> flows = Flow.of(dossier);
        Optional<String> unscanned = Flow.unscanned(dossier, flows);
        return unscanned.isPresent()
                ? settled(new Answer.Unsettled(unscanned.get()))
                : records(Shards.each(flows, look), describe);
    }

    /** The evidence need not be looked at. */
    static Plan<Answer> settled(Answer answer) {
        return new Plan<>(List.of(), () -> answer, (one, other) -> one, known -> known);
    }

    /** Lets the crew begin with it. Whoever asks for the answer waits for it. */
    Supplier<Answer> begin(Crew crew) {
        Supplier<P> found = Shards.begin(crew, shards, nothing.get(), merge);
        return () -> answer.apply(found.get());
    }
}
