package io.firedrill.audit;

import io.firedrill.audit.Schedules.Cursor;
import io.firedrill.scenario.Scenario;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * When one service worked again after a transition: T4w, T4r and T5 of MEASURES.md, 2. Times are monotonic nanoseconds; null is
 * "not before the end of what was watched".
 *
 * @param t4w the last of its partitions acknowledged a send invoked after T0 to an owner; null too when it writes nothing
 * @param t4r the last of its groups' partitions delivered such a record where the group is now active
 * @param t5 the first good window
 * @param writes it had written before T0
 * @param reads it had read before T0
 */
record ServiceRecovery(
        String service, @Nullable Long t4w, @Nullable Long t4r, @Nullable Long t5, boolean writes, boolean reads) {

    static ServiceRecovery of(
            Dossier dossier, TransitionFacts transition, Schedules schedules, KeyPartitions keys, ServiceView service) {
        Finder finder = new Finder(dossier, transition, schedules, keys);
        List<FirstAck> acks = finder.firstAcks(service.producers());
        List<Long> deliveries = new ArrayList<>();
        service.groups().forEach(group -> finder.firstDeliveries(service.name(), group, deliveries));
        return new ServiceRecovery(
                service.name(),
                last(acks.stream().map(ack -> ack.at).toList()),
                last(deliveries),
                finder.t5(service),
                !acks.isEmpty(),
                !deliveries.isEmpty());
    }

    private static @Nullable Long last(List<Long> times) {
        long last = times.stream().mapToLong(Long::longValue).max().orElse(RefTimes.NEVER);
        return last == RefTimes.NEVER ? null : last;
    }

    /** How far apart events were in the steady baseline; what came before it was warming up. */
    private static final class Gaps {
        private final long steadyFrom;
        private final MaxGap steady;

        Gaps(Scratch scratch, long steadyFrom, TransitionFacts transition) {
            this.steadyFrom = steadyFrom;
            this.steady = new MaxGap(scratch, steadyFrom, transition.t0To() + 1);
        }

        /** An event until T0. */
        void event(long time) {
            if (time >= steadyFrom) {
                steady.add(time);
            }
        }

        /** Whether the first event after T0 came as soon as one came before. */
        boolean soon(long first, TransitionFacts transition) {
            boolean soon = first != RefTimes.NEVER && first - transition.t0To() <= steady.widest();
            steady.giveBack();
            return soon;
        }
    }

    /** Of one partition. */
    private static final class FirstAck {
        private final Gaps gaps;
        private long firstInvoked = RefTimes.NEVER;
        private long firstIntended = RefTimes.NEVER;
        private boolean firstInTime;
        private boolean underWayInTime = true;
        private long at = RefTimes.NEVER;

        FirstAck(Gaps gaps) {
            this.gaps = gaps;
        }
    }

    /** To one group, of one partition. */
    private static final class FirstDelivery {
        private final Gaps gaps;
        private long firstIntended = RefTimes.NEVER;
        private long at = RefTimes.NEVER;

        FirstDelivery(Gaps gaps) {
            this.gaps = gaps;
        }

        void earlier(long time, long intended) {
            at = time;
            firstIntended = intended;
        }
    }

    private static final class Finder {
        private final Dossier dossier;
        private final TransitionFacts transition;
        private final Schedules schedules;
        private final KeyPartitions keys;
        private final Scenario.Settings settings;
        private final long steadyFrom;
        private final Map<Integer, Long> firstUnsent;
        private final Map<Integer, Long> firstUnplaced = new HashMap<>();
        private final Set<Integer> unplacedUnderWay = new HashSet<>();

        Finder(Dossier dossier, TransitionFacts transition, Schedules schedules, KeyPartitions keys) {
            this.dossier = dossier;
            this.transition = transition;
            this.schedules = schedules;
            this.keys = keys;
            this.settings = dossier.story().scenario().settings();
            this.steadyFrom = dossier.story().baselineFrom();
            this.firstUnsent = schedules.firstUnsent(transition.t0From());
        }

        /**
         * By topic and partition that took sends before T0. A partition never failed, and has outage 0, when its next send came as soon
         * as sends came before, it and every send that T0 found under way was acknowledged by its owner within the latency limit,
         * and no send to the topic was left out in between, or had no answer and a key that nobody ever acknowledged: nobody knows to
         * which partition that would have gone.
         */
        List<FirstAck> firstAcks(List<Integer> producers) {
            List<ByPartition<FirstAck>> topics = byTopic(() -> new FirstAck(gaps()));
            Cursor slots = schedules.slots(producers);
            while (slots.next() && slots.intended() < transition.until()) {
                Sends sends = slots.sends();
                if (sends == null) {
                    continue;
                }
                int partition = keys.of(sends, slots.row());
                long invoked = sends.invoked(slots.row());
                if (partition < 0) {
                    unplaced(slots, sends, invoked);
                    continue;
                }
                ByPartition<FirstAck> topic = topics.get(sends.topic(slots.row()));
                if (invoked <= transition.t0To()) {
                    FirstAck ack = topic.of(partition);
                    ack.gaps.event(invoked);
                    ack.underWayInTime &= !underWay(slots, sends) || inTime(slots, sends);
                } else {
                    FirstAck ack = topic.known(partition);
                    if (ack != null) {
                        after(ack, slots, sends, invoked);
                    }
                }
            }
            List<FirstAck> found = new ArrayList<>();
            for (int topic = 0; topic < topics.size(); topic++) {
                int t = topic;
                topics.get(topic).forEach((partition, ack) -> {
                    boolean soon = ack.gaps.soon(ack.firstInvoked, transition);
                    if (soon
                            && ack.firstInTime
                            && ack.underWayInTime
                            && !unplacedUnderWay.contains(t)
                            && !leftOut(t, ack.firstIntended)) {
                        ack.at = transition.t0From();
                    }
                    found.add(ack);
                });
            }
            return found;
        }

        private Gaps gaps() {
            return new Gaps(dossier.scratch(), steadyFrom, transition);
        }

        private <T> List<ByPartition<T>> byTopic(Supplier<T> first) {
            return dossier.catalogue().topics().stream()
                    .map(topic -> new ByPartition<>(partition -> first.get()))
                    .toList();
        }

        /** A send that was not acknowledged, of a key that never was: it may have been for any partition of its topic. */
        private void unplaced(Cursor slot, Sends sends, long invoked) {
            int topic = sends.topic(slot.row());
            if (invoked > transition.t0To()) {
                firstUnplaced.merge(topic, slot.intended(), Math::min);
            } else if (underWay(slot, sends)) {
                unplacedUnderWay.add(topic);
            }
        }

        /** Whether T0 found the send without its outcome, and not for longer than the latency limit. */
        private boolean underWay(Cursor slot, Sends sends) {
            return slot.intended() + settings.latencyLimit().toNanos() >= transition.t0From()
                    && (!sends.ok(slot.row()) || sends.ended(slot.row()) >= transition.t0From());
        }

        private boolean inTime(Cursor slot, Sends sends) {
            return toOwner(sends, slot.row())
                    && slot.acknowledgedWithin(settings.latencyLimit().toNanos());
        }

        /** Whether a send to the topic was intended since T0, not after {@code intended}, and never made, or nobody knows where. */
        private boolean leftOut(int topic, long intended) {
            return firstUnsent.getOrDefault(topic, RefTimes.NEVER) <= intended
                    || firstUnplaced.getOrDefault(topic, RefTimes.NEVER) <= intended;
        }

        private void after(FirstAck ack, Cursor slot, Sends sends, long invoked) {
            if (invoked < ack.firstInvoked) {
                ack.firstInvoked = invoked;
                ack.firstIntended = slot.intended();
                ack.firstInTime = inTime(slot, sends);
            }
            if (sends.ended(slot.row()) < ack.at && toOwner(sends, slot.row())) {
                ack.at = sends.ended(slot.row());
            }
        }

        /** Acknowledged by a region that owned the key. Without declarations every region does. */
        private boolean toOwner(Sends sends, int row) {
            return sends.ok(row)
                    && (!dossier.ownership().declared()
                            || dossier.ownership().ownedWithin(sends.region, sends.invoked(row), sends.ended(row)));
        }

        /** Of each lineage topic and partition that was delivered to the group before T0: the end of its outage. */
        void firstDeliveries(String service, int group, List<Long> found) {
            int now = dossier.region(dossier.active().at(service, transition.until()));
            RefTimes first = dossier.holdings().firstDeliveries(group);
            List<ByPartition<FirstDelivery>> topics = byTopic(() -> new FirstDelivery(gaps()));
            for (GroupLog log : dossier.facts().groupLogs()) {
                for (int row = 0; log.group == group && row < log.refs.size(); row++) {
                    long ref = log.refs.get(row);
                    if (Ref.phantom(ref)) {
                        continue;
                    }
                    long at = log.times.get(row);
                    boolean before = at <= transition.t0To();
                    if (!before && (log.region != now || at >= transition.until() || first.get(ref) != at)) {
                        continue;
                    }
                    int sequence = Ref.sequence(ref);
                    List<Sends> attempts = dossier.facts().sends().session(ref).sends();
                    for (int i = 0; i < attempts.size(); i++) {
                        Sends sends = attempts.get(i);
                        if (!sends.known(sequence) || !sends.ok(sequence)) {
                            continue;
                        }
                        ByPartition<FirstDelivery> topic = topics.get(sends.topic(sequence));
                        int partition = sends.partition(sequence);
                        FirstDelivery known = topic.known(partition);
                        if (before) {
                            topic.of(partition).gaps.event(at);
                        } else if ((known == null || at < known.at)
                                && sends.invoked(sequence) > transition.t0To()
                                && toOwner(sends, sequence)) {
                            topic.of(partition).earlier(at, sends.intended(sequence));
                        }
                    }
                }
            }
            // A partition that was first used after T0 cannot have failed at T0, but the group must come to it too.
            for (int topic = 0; topic < topics.size(); topic++) {
                int t = topic;
                topics.get(topic).forEach((partition, delivery) -> found.add(outageEnd(t, delivery)));
            }
        }

        /** A partition whose records came on as soon as they came before, with none left out, never failed. */
        private long outageEnd(int topic, FirstDelivery delivery) {
            boolean soon = delivery.gaps.soon(delivery.at, transition);
            return soon && !leftOut(topic, delivery.firstIntended) ? transition.t0From() : delivery.at;
        }

        @Nullable
        Long t5(ServiceView service) {
            List<Integer> producers = producers(service);
            List<Integer> readers = readers(service);
            long window = settings.recoveryWindow().toNanos();
            LongTable numbers = new LongTable(dossier.scratch());
            boolean[] required = required(producers, numbers, window);
            long start = new SteadyWindow(() -> new Watched(producers, readers, numbers), required)
                    .first(transition.t0From(), window, transition.until());
            return start == SteadyWindow.NONE ? null : start;
        }

        private List<Integer> producers(ServiceView service) {
            Set<Integer> producers = new HashSet<>(service.producers());
            for (int group : service.groups()) {
                IntStream.range(0, dossier.catalogue().producers().size())
                        .filter(p -> dossier.reads(
                                group, dossier.catalogue().producers().get(p).topic()))
                        .forEach(producers::add);
            }
            return producers.stream().sorted().toList();
        }

        /** A service that only reads answers for its own groups; what it writes must reach everybody who reads it. */
        private List<Integer> readers(ServiceView service) {
            return service.producers().isEmpty()
                    ? service.groups()
                    : IntStream.range(0, dossier.catalogue().groups().size())
                            .boxed()
                            .toList();
        }

        private boolean delivered(Cursor slot, List<Integer> readers) {
            Sends sends = slot.sends();
            if (sends == null) {
                return false;
            }
            for (int i = 0; i < readers.size(); i++) {
                int group = readers.get(i);
                if (dossier.reads(group, sends.topic(slot.row()))
                        && !dossier.holdings().deliveredTo(group).contains(sends.ref(slot.row()))) {
                    return false;
                }
            }
            return true;
        }

        /** Partitions are numbered as they come. */
        private int number(Cursor slot, LongTable numbers) {
            Sends sends = slot.sends();
            int partition = sends == null ? -1 : keys.of(sends, slot.row());
            return sends == null || partition < 0
                    ? -1
                    : (int) numbers.putIfAbsent((long) sends.topic(slot.row()) << 32 | partition, numbers.size());
        }

        private boolean[] required(List<Integer> producers, LongTable numbers, long window) {
            long from = dossier.story().baselineFrom();
            long length = transition.t0From() - from;
            long[] sends = {};
            Cursor slots = schedules.slots(producers, from);
            while (slots.next() && slots.intended() < transition.t0From()) {
                int number = number(slots, numbers);
                if (number >= 0) {
                    sends = number < sends.length ? sends : Arrays.copyOf(sends, 2 * number + 1);
                    sends[number]++;
                }
            }
            boolean[] required = new boolean[numbers.size()];
            for (int p = 0; p < required.length; p++) {
                required[p] = length > 0 && sends[p] * (double) window / length >= 10;
            }
            return required;
        }

        /** Slots as the window looks at them. */
        private final class Watched implements SteadyWindow.Slots {
            private final Cursor slots;
            private final List<Integer> readers;
            private final LongTable numbers;
            private final long limit = settings.latencyLimit().toNanos();

            Watched(List<Integer> producers, List<Integer> readers, LongTable numbers) {
                this.slots = schedules.slots(producers, transition.t0From());
                this.readers = readers;
                this.numbers = numbers;
            }

            @Override
            public boolean next() {
                return slots.next();
            }

            @Override
            public long intended() {
                return slots.intended();
            }

            @Override
            public boolean good() {
                return slots.acknowledgedWithin(limit) && delivered(slots, readers);
            }

            @Override
            public int partition() {
                return number(slots, numbers);
            }
        }
    }
}
