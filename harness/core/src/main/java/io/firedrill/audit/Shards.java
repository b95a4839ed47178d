package io.firedrill.audit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;

/** How the evidence is divided among threads, what was sent into runs of rows, logs and all else as they are; and put together again. */
final class Shards {

    /** Looks at some of what one session sent to one region. */
    interface OfSends<P> {
        /**
         * @param from first row
         * @param to behind the last
         */
        P look(Sends sends, int from, int to);
    }

    /** Looks at one send. */
    interface OfSend {
        void look(Sends sends, int row, RefSet found);
    }

    private Shards() {}

    /** A shard for each. */
    static <T, P> List<Supplier<P>> each(Collection<T> of, Function<T, P> look) {
        List<Supplier<P>> shards = new ArrayList<>();
        of.forEach(one -> shards.add(() -> look.apply(one)));
        return shards;
    }

    /** Some runs of rows for each of these. */
    static <P> List<Supplier<P>> sends(Dossier dossier, Collection<Sends> of, OfSends<P> look) {
        List<Supplier<P>> shards = new ArrayList<>();
        int most = dossier.crew().rows();
        for (Sends sends : of) {
            int end = 0;
            while (end < sends.size()) {
                int from = end;
                int to = from + Math.min(most, sends.size() - from);
                shards.add(() -> look.look(sends, from, to));
                end = to;
            }
        }
        return shards;
    }

    /** As the other, where each known send is looked at by itself. */
    static List<Supplier<RefSet>> eachSend(Dossier dossier, Collection<Sends> of, OfSend look) {
        return sends(dossier, of, (sends, from, to) -> {
            RefSet found = new RefSet();
            for (int row = from; row < to; row++) {
                if (sends.known(row)) {
                    look.look(sends, row, found);
                }
            }
            return found;
        });
    }

    /**
     * Lets the crew look at all of them. Whoever asks for what was found waits for it.
     *
     * @param nothing what is found in none; it may be changed
     * @param merge takes what was found in a shard to what was found in those before it
     * @throws RuntimeException when asked, the first in the order of the shards
     */
    static <P> Supplier<P> begin(Crew crew, List<? extends Supplier<P>> shards, P nothing, BinaryOperator<P> merge) {
        Together<P> together = new Together<>(nothing, merge);
        List<Supplier<Boolean>> looks = new ArrayList<>();
        for (Supplier<P> shard : shards) {
            int number = looks.size();
            looks.add(() -> together.take(number, shard.get()));
        }
        Supplier<List<Attempt<Boolean>>> done = crew.begin(looks);
        return () -> {
            done.get().forEach(Attempt::get);
            if (together.shards() != looks.size()) {
                throw new IllegalStateException(together.shards() + " of " + looks.size() + " shards came together");
            }
            return together.all();
        };
    }

    /**
     * What was found so far, put together as soon as all before it is: of a thousand shards nearly none waits. One thread at a time does that,
     * and the others go on.
     */
    private static final class Together<P> {
        private final BinaryOperator<P> merge;
        private final Map<Integer, P> waiting = new HashMap<>();
        private P all;
        private int next;
        private boolean merging;

        Together(P nothing, BinaryOperator<P> merge) {
            this.all = nothing;
            this.merge = merge;
        }

        /** Gives true, since work has to give something. */
        boolean take(int number, P found) {
            synchronized (this) {
                waiting.put(number, Objects.requireNonNull(found, "a shard gave nothing"));
                if (merging) {
                    return true;
                }
                merging = true;
            }
            P before = all();
            for (Optional<P> later = following(before); later.isPresent(); later = following(before)) {
                before = merge.apply(before, later.get());
            }
            return true;
        }

        /** What comes next; when it is not there yet, nobody merges any more. */
        private synchronized Optional<P> following(P before) {
            all = before;
            P later = waiting.remove(next);
            next += later == null ? 0 : 1;
            merging = later != null;
            return Optional.ofNullable(later);
        }

        synchronized P all() {
            return all;
        }

        synchronized int shards() {
            return next;
        }
    }
}
