package io.firedrill.audit;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.scenario.ServiceSpec;
import java.util.ArrayList;
import java.util.Arrays;
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

    /** One slot. {@code sends} is null when nothing was sent for it. */
    record Slot(int producer, long intended, @Nullable Sends sends, int row) {
        boolean acknowledged() {
            return sends != null && sends.ok(row);
        }

        boolean acknowledgedWithin(long limit) {
            return sends != null && sends.ok(row) && sends.ended(row) - intended <= limit;
        }
    }

    private final Map<Integer, Slot[]> byProducer = new TreeMap<>();
    private final Map<Integer, Long> since = new HashMap<>();
    private final Map<Integer, IntendedSends> intended = new HashMap<>();
    private final List<Catalogue.Producer> producers;

    Schedules(Dossier dossier) {
        Story story = dossier.story();
        this.producers = dossier.catalogue().producers();
        for (int producer = 0; producer < producers.size() && story.loaded(); producer++) {
            byProducer.put(producer, grid(producer, producers.get(producer).ratePerSecond(), story));
            since.put(producer, begin(story, dossier.catalogue(), producers.get(producer)));
        }
        for (Session session : dossier.facts().sends().sessions()) {
            Slot[] slots = byProducer.getOrDefault(session.producer, new Slot[0]);
            double rate = producers.get(session.producer).ratePerSecond();
            IntendedSends counted = intended.computeIfAbsent(
                    session.producer, producer -> new IntendedSends(slots.length, rate, story.loadStarted()));
            for (Sends sends : session.sends()) {
                place(sends, slots, rate, story.loadStarted());
                counted.add(sends);
            }
        }
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

    private List<Slot> intended(int producer) {
        long from = since.getOrDefault(producer, Long.MIN_VALUE);
        return Arrays.stream(byProducer.getOrDefault(producer, new Slot[0]))
                .filter(slot -> slot.intended() >= from)
                .toList();
    }

    private static Slot[] grid(int producer, double rate, Story story) {
        long length = story.loadStopped() - story.loadStarted();
        int count = rate <= 0 || length <= 0 ? 0 : (int) Math.ceil(length * (rate / 1e9) - 1e-6);
        Slot[] slots = new Slot[count];
        for (int k = 0; k < count; k++) {
            slots[k] = new Slot(producer, story.loadStarted() + Math.round(k * (1e9 / rate)), null, -1);
        }
        return slots;
    }

    /** Where two sends claim one slot, the acknowledged one stands for it, the earlier of two. */
    private static void place(Sends sends, Slot[] slots, double rate, long origin) {
        for (int row = 0; row < sends.size(); row++) {
            long k = IntendedSends.slot(sends.intended(row), rate, origin);
            if (!sends.known(row) || k < 0 || k >= slots.length) {
                continue;
            }
            Slot slot = slots[(int) k];
            boolean better = slot.sends() == null
                    || sends.ok(row)
                            && (!slot.acknowledged()
                                    || sends.ended(row) < slot.sends().ended(slot.row()));
            if (better) {
                slots[(int) k] = new Slot(slot.producer(), slot.intended(), sends, row);
            }
        }
    }

    /** Slots of these producers by time. */
    List<Slot> slots(List<Integer> producers) {
        List<Slot> slots = new ArrayList<>();
        producers.forEach(producer -> slots.addAll(intended(producer)));
        slots.sort((one, other) -> Long.compare(one.intended(), other.intended()));
        return slots;
    }

    /** Slots of all producers within [from, to). */
    List<Slot> within(long from, long to) {
        List<Slot> slots = new ArrayList<>();
        for (int producer : byProducer.keySet()) {
            for (Slot slot : intended(producer)) {
                if (slot.intended() >= from && slot.intended() < to) {
                    slots.add(slot);
                }
            }
        }
        return slots;
    }

    /** By native topic: the first slot at or after {@code from} for which nothing was sent. */
    Map<Integer, Long> firstUnsent(long from) {
        Map<Integer, Long> first = new TreeMap<>();
        byProducer.keySet().forEach(producer -> {
            for (Slot slot : intended(producer)) {
                if (slot.sends() == null && slot.intended() >= from) {
                    first.merge(producers.get(producer).topic(), slot.intended(), Math::min);
                }
            }
        });
        return first;
    }

    /** Sends of all producers that were intended; see {@link IntendedSends}. */
    long intendedSends() {
        long sum = 0;
        for (int producer : byProducer.keySet()) {
            IntendedSends counted = intended.get(producer);
            int slots = intended(producer).size();
            int all = byProducer.getOrDefault(producer, new Slot[0]).length;
            sum += counted == null ? slots : counted.count(all - slots);
        }
        return sum;
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
