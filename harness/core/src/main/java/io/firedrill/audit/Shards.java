package io.firedrill.audit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** How folds divide the evidence: what was sent into runs of rows, logs and all else as they are. */
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
            for (int row = 0; row < sends.size(); row += Math.min(most, sends.size() - row)) {
                int from = row;
                int to = row + Math.min(most, sends.size() - row);
                shards.add(() -> look.look(sends, from, to));
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
}
