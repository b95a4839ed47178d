package io.firedrill.audit;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.scenario.ServiceSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What should have been sent: slot k of a producer is due at {@code load start + k / rate}, rounded to the nanosecond, until the
 * load stopped. Both regions' instances share the grid, so a slot without a send is one that was intended and never made. Slots of
 * all producers, in the order of their time.
 */
final class Schedules {

    private final Dossier dossier;
    private final List<Catalogue.Producer> producers;
    private final List<Grid> grids = new ArrayList<>();
    private final Map<Integer, IntendedSends> intended = new HashMap<>();

    /** Slots of one producer. A slot holds the send that stands for it as {@code (number of sends << 32 | row) + 1}, or zero. */
    private record Grid(int producer, double rate, long origin, long since, LongArray slots) {
        long intended(int k) {
            return origin + Math.round(k * (1e9 / rate));
        }

        /** The first slot at or after an instant; as many as there are when there is none. */
        int from(long time) {
            int low = 0;
            int high = slots.length();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (intended(middle) < time) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }

    Schedules(Dossier dossier) {
        Story story = dossier.story();
        this.dossier = dossier;
        this.producers = dossier.catalogue().producers();
        for (int producer = 0; producer < producers.size(); producer++) {
            grids.add(grid(producer, story));
        }
        for (Sends sends : dossier.facts().sends().inOrder()) {
            Grid grid = grids.get(sends.session.producer);
            place(sends, grid);
            intended.computeIfAbsent(
                            grid.producer(),
                            of -> new IntendedSends(grid.slots().length(), grid.rate(), grid.origin()))
                    .add(sends);
        }
    }

    private Grid grid(int producer, Story story) {
        double rate = producers.get(producer).ratePerSecond();
        long length = Math.max(0, story.loadStopped() - story.loadStarted());
        int count = story.loaded() ? (int) Math.ceil(length * (Math.max(0, rate) / 1e9) - 1e-6) : 0;
        return new Grid(
                producer,
                rate,
                story.loadStarted(),
                begin(story, dossier.catalogue(), producers.get(producer)),
                new LongArray(dossier.scratch(), count));
    }

    /** A producer whose topic the timeline makes intends nothing before that. */
    private static long begin(Story story, Catalogue catalogue, Catalogue.Producer producer) {
        String topic = catalogue.topics().get(producer.topic()).name();
        if (!story.scenario().appearsLater(topic)) {
            return Long.MIN_VALUE;
        }
        return story.timeline()
                .all(TimelineEvent.TopicCreated.class)
                .filter(event -> event.topic().equals(topic)
                        && activeAtFirst(story, producer.service()).equals(event.region()))
                .mapToLong(TimelineEvent.TopicCreated::at)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private static String activeAtFirst(Story story, String service) {
        ServiceSpec spec = story.scenario().services().get(service);
        return spec == null ? "" : spec.deployedIn().get(0);
    }

    /** Where two sends claim one slot, the acknowledged one stands for it, the earlier of two. */
    private void place(Sends sends, Grid grid) {
        for (int row = 0; row < sends.size(); row++) {
            long k = IntendedSends.slot(sends.intended(row), grid.rate(), grid.origin());
            if (!sends.known(row) || k < 0 || k >= grid.slots().length()) {
                continue;
            }
            long there = grid.slots().get((int) k) - 1;
            if (there < 0 || better(sends, row, there)) {
                grid.slots().set((int) k, ((long) sends.number << 32 | row) + 1);
            }
        }
    }

    private boolean better(Sends sends, int row, long place) {
        Sends other = sends(place);
        return sends.ok(row) && (!other.ok((int) place) || sends.ended(row) < other.ended((int) place));
    }

    /** Its service chose to abort its transaction: it neither worked nor failed. */
    private boolean withdrawn(long place) {
        return place >= 0 && sends(place).outcome((int) place) == Sends.WITHDRAWN;
    }

    private Sends sends(long place) {
        return dossier.facts().sends().numbered((int) (place >>> 32));
    }

    /** Slots of these producers by time; at first it stands before the first of them. */
    Cursor slots(List<Integer> of) {
        return new Cursor(of, Long.MIN_VALUE);
    }

    /** As the other, without the slots before an instant. */
    Cursor slots(List<Integer> of, long from) {
        return new Cursor(of, from);
    }

    /** What to do with a send. */
    interface Each {
        void accept(Sends sends, int row);
    }

    /**
     * How many slots of all producers within [from, to) have no acknowledged send.
     *
     * @param sent hears of those that were sent at all, what was sent
     */
    long unserved(long from, long to, Each sent) {
        long unserved = 0;
        for (Grid grid : grids) {
            int end = grid.from(to);
            for (int k = grid.from(Math.max(from, grid.since())); k < end; k++) {
                long place = grid.slots().get(k) - 1;
                if (place < 0) {
                    unserved++;
                } else if (!sends(place).ok((int) place) && !withdrawn(place)) {
                    unserved++;
                    sent.accept(sends(place), (int) place);
                }
            }
        }
        return unserved;
    }

    /** By native topic: the first slot at or after {@code from} for which nothing was sent. */
    Map<Integer, Long> firstUnsent(long from) {
        Map<Integer, Long> first = new TreeMap<>();
        for (Grid grid : grids) {
            for (int k = grid.from(Math.max(from, grid.since()));
                    k < grid.slots().length();
                    k++) {
                if (grid.slots().get(k) == 0) {
                    first.merge(producers.get(grid.producer()).topic(), grid.intended(k), Math::min);
                    break;
                }
            }
        }
        return first;
    }

    /** Sends of all producers that were intended; see {@link IntendedSends}. */
    long intendedSends() {
        long sum = 0;
        for (Grid grid : dossier.story().loaded() ? grids : List.<Grid>of()) {
            int first = grid.from(grid.since());
            IntendedSends counted = intended.get(grid.producer());
            sum += counted == null ? grid.slots().length() - first : counted.count(first);
        }
        return sum;
    }

    /** Goes through slots by time, of two at the same instant first that of the producer named first. */
    final class Cursor {
        private final Grid[] of;
        private final int[] slots;
        private final long[] next;
        private final int[] heap;
        private int count;
        private boolean begun;
        private long place;

        private Cursor(List<Integer> producers, long from) {
            of = producers.stream().map(grids::get).toArray(Grid[]::new);
            slots = new int[of.length];
            next = new long[of.length];
            heap = new int[of.length];
            for (int i = 0; i < of.length; i++) {
                slots[i] = of[i].from(Math.max(from, of[i].since()));
                if (slots[i] < of[i].slots().length()) {
                    next[i] = of[i].intended(slots[i]);
                    heap[count++] = i;
                }
            }
            for (int i = count / 2 - 1; i >= 0; i--) {
                Ascending.sink(heap, count, next, i);
            }
        }

        /** Whether there is another slot that was not withdrawn; then this stands at it. */
        boolean next() {
            boolean more = step();
            while (more && withdrawn(place)) {
                more = step();
            }
            return more;
        }

        private boolean step() {
            if (begun) {
                int of = heap[0];
                if (++slots[of] < this.of[of].slots().length()) {
                    next[of] = this.of[of].intended(slots[of]);
                } else {
                    heap[0] = heap[--count];
                }
                Ascending.sink(heap, count, next, 0);
            }
            begun = true;
            if (count == 0) {
                begun = false;
                return false;
            }
            place = of[heap[0]].slots().get(slots[heap[0]]) - 1;
            return true;
        }

        long intended() {
            return next[heap[0]];
        }

        /** What was sent for the slot; null when nothing was. */
        @Nullable
        Sends sends() {
            return place < 0 ? null : Schedules.this.sends(place);
        }

        int row() {
            return (int) place;
        }

        boolean acknowledgedWithin(long limit) {
            Sends sends = sends();
            return sends != null && sends.ok(row()) && sends.ended(row()) - intended() <= limit;
        }
    }

    /** The longest interval between two sends of one service, nanoseconds: no time can be known better. */
    static long interval(Catalogue catalogue) {
        Map<String, Double> rates = new HashMap<>();
        catalogue
                .producers()
                .forEach(producer -> rates.merge(producer.service(), producer.ratePerSecond(), Double::sum));
        return rates.values().stream()
                .filter(rate -> rate > 0)
                .mapToLong(rate -> Math.round(1e9 / rate))
                .max()
                .orElse(0);
    }
}
