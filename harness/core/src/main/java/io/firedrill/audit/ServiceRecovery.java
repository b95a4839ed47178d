package io.firedrill.audit;

import io.firedrill.audit.Schedules.Slot;
import io.firedrill.scenario.Scenario;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
        Map<Integer, FirstAck> acks = finder.firstAcks(service.producers());
        Map<Integer, Long> deliveries = new TreeMap<>();
        service.groups().forEach(group -> finder.firstDeliveries(service.name(), group, deliveries));
        return new ServiceRecovery(
                service.name(),
                last(acks.values().stream().map(ack -> ack.at).toList()),
                last(List.copyOf(deliveries.values())),
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
        private final LongColumn steady = new LongColumn();

        Gaps(long steadyFrom) {
            this.steadyFrom = steadyFrom;
        }

        void event(long time) {
            if (time >= steadyFrom) {
                steady.add(time);
            }
        }

        private long widest() {
            long[] times = steady.sorted();
            return IntStream.range(1, times.length)
                    .mapToLong(i -> times[i] - times[i - 1])
                    .max()
                    .orElse(0);
        }

        /** Whether the first event after T0 came as soon as one came before. */
        boolean soon(long first, TransitionFacts transition) {
            return first != RefTimes.NEVER && first - transition.t0To() <= widest();
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

        FirstAck(long steadyFrom) {
            this.gaps = new Gaps(steadyFrom);
        }
    }

    /** To one group, of one partition. */
    private static final class FirstDelivery {
        private final Gaps gaps;
        private long firstIntended = RefTimes.NEVER;
        private long at = RefTimes.NEVER;

        FirstDelivery(long steadyFrom) {
            this.gaps = new Gaps(steadyFrom);
        }

        void after(long time, long intended) {
            if (time < at) {
                at = time;
                firstIntended = intended;
            }
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
         * and no send to the topic was left out in between: nobody knows to which partition that would have gone.
         */
        Map<Integer, FirstAck> firstAcks(List<Integer> producers) {
            Map<Integer, FirstAck> partitions = new TreeMap<>();
            for (Slot slot : schedules.slots(producers)) {
                Sends sends = slot.sends();
                if (sends == null || slot.intended() >= transition.until()) {
                    continue;
                }
                int partition = keys.of(sends, slot.row());
                int place = sends.topic(slot.row()) << 16 | partition;
                long invoked = sends.invoked(slot.row());
                if (partition < 0) {
                    continue;
                }
                FirstAck ack = partitions.get(place);
                if (invoked <= transition.t0To()) {
                    ack = partitions.computeIfAbsent(place, p -> new FirstAck(steadyFrom));
                    ack.gaps.event(invoked);
                    ack.underWayInTime &= !underWay(slot, sends) || inTime(slot, sends);
                } else if (ack != null) {
                    after(ack, slot, sends, invoked);
                }
            }
            partitions.forEach((place, ack) -> {
                boolean soon = ack.gaps.soon(ack.firstInvoked, transition);
                if (soon && ack.firstInTime && ack.underWayInTime && !leftOut(place, ack.firstIntended)) {
                    ack.at = transition.t0From();
                }
            });
            return partitions;
        }

        /** Whether T0 found the send without its outcome, and not for longer than the latency limit. */
        private boolean underWay(Slot slot, Sends sends) {
            boolean open = !sends.ok(slot.row()) || sends.ended(slot.row()) >= transition.t0From();
            return open && slot.intended() + settings.latencyLimit().toNanos() >= transition.t0From();
        }

        private boolean inTime(Slot slot, Sends sends) {
            return toOwner(sends, slot.row())
                    && slot.acknowledgedWithin(settings.latencyLimit().toNanos());
        }

        /** Whether a send to the topic was intended since T0, not after {@code intended}, and never made. */
        private boolean leftOut(int place, long intended) {
            return firstUnsent.getOrDefault(place >> 16, RefTimes.NEVER) <= intended;
        }

        private void after(FirstAck ack, Slot slot, Sends sends, long invoked) {
            if (invoked < ack.firstInvoked) {
                ack.firstInvoked = invoked;
                ack.firstIntended = slot.intended();
                ack.firstInTime = inTime(slot, sends);
            }
            if (toOwner(sends, slot.row())) {
                ack.at = Math.min(ack.at, sends.ended(slot.row()));
            }
        }

        /** Acknowledged by a region that owned the key. Without declarations every region does. */
        private boolean toOwner(Sends sends, int row) {
            return sends.ok(row)
                    && (!dossier.ownership().declared()
                            || dossier.ownership().ownedWithin(sends.region, sends.invoked(row), sends.ended(row)));
        }

        /** By lineage topic and partition that was delivered to the group before T0. */
        void firstDeliveries(String service, int group, Map<Integer, Long> found) {
            int now = dossier.region(dossier.active().at(service, transition.until()));
            RefTimes first = dossier.firstDeliveries(group);
            Map<Integer, FirstDelivery> mine = new TreeMap<>();
            for (GroupLog log : dossier.facts().groupLogs()) {
                for (int row = 0; log.group == group && row < log.refs.size(); row++) {
                    long ref = log.refs.get(row);
                    if (Ref.phantom(ref)) {
                        continue;
                    }
                    long at = log.times.get(row);
                    for (Sends sends : dossier.facts().sends().session(ref).sends()) {
                        int sequence = Ref.sequence(ref);
                        if (sends.known(sequence) && sends.ok(sequence)) {
                            int place = sends.topic(sequence) << 16 | sends.partition(sequence);
                            if (at <= transition.t0To()) {
                                mine.computeIfAbsent(place, p -> new FirstDelivery(steadyFrom))
                                        .gaps
                                        .event(at);
                            } else if (log.region == now
                                    && at < transition.until()
                                    && sends.invoked(sequence) > transition.t0To()
                                    && toOwner(sends, sequence)
                                    && first.get(ref) == at) {
                                mine.computeIfAbsent(place, p -> new FirstDelivery(steadyFrom))
                                        .after(at, sends.intended(sequence));
                            }
                        }
                    }
                }
            }
            // A partition that was first used after T0 cannot have failed at T0, but the group must come to it too.
            mine.forEach((place, delivery) -> found.merge(place, outageEnd(place, delivery), Math::max));
        }

        /** A partition whose records came on as soon as they came before, with none left out, never failed. */
        private long outageEnd(int place, FirstDelivery delivery) {
            boolean soon = delivery.gaps.soon(delivery.at, transition);
            return soon && !leftOut(place, delivery.firstIntended) ? transition.t0From() : delivery.at;
        }

        @Nullable
        Long t5(ServiceView service) {
            List<Slot> slots = new ArrayList<>(schedules.slots(producers(service)));
            List<Integer> readers = readers(service);
            int size = slots.size();
            long[] intended = new long[size];
            boolean[] good = new boolean[size];
            int[] partition = new int[size];
            Map<Integer, Integer> numbers = new TreeMap<>();
            long limit = settings.latencyLimit().toNanos();
            for (int i = 0; i < size; i++) {
                Slot slot = slots.get(i);
                intended[i] = slot.intended();
                good[i] = slot.acknowledgedWithin(limit) && delivered(slot, readers);
                partition[i] = number(slot, numbers);
            }
            long window = settings.recoveryWindow().toNanos();
            boolean[] required = required(intended, partition, numbers.size(), window);
            long start = new SteadyWindow(intended, good, partition, required)
                    .first(transition.t0From(), window, transition.until());
            return start == SteadyWindow.NONE ? null : start;
        }

        private List<Integer> producers(ServiceView service) {
            Set<Integer> producers = new HashSet<>(service.producers());
            for (int group : service.groups()) {
                IntStream.range(0, dossier.catalogue().producers().size())
                        .filter(p -> Reading.reads(
                                dossier,
                                group,
                                dossier.catalogue().producers().get(p).topic()))
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

        private boolean delivered(Slot slot, List<Integer> readers) {
            Sends sends = slot.sends();
            if (sends == null) {
                return false;
            }
            for (int group : readers) {
                if (Reading.reads(dossier, group, sends.topic(slot.row()))
                        && !dossier.deliveredTo(group).contains(sends.ref(slot.row()))) {
                    return false;
                }
            }
            return true;
        }

        private int number(Slot slot, Map<Integer, Integer> numbers) {
            Sends sends = slot.sends();
            int partition = sends == null ? -1 : keys.of(sends, slot.row());
            return sends == null || partition < 0
                    ? -1
                    : numbers.computeIfAbsent(sends.topic(slot.row()) << 16 | partition, p -> numbers.size());
        }

        private boolean[] required(long[] intended, int[] partition, int count, long window) {
            long from = dossier.story().baselineFrom();
            long length = transition.t0From() - from;
            int[] sends = new int[count];
            for (int i = 0; i < intended.length; i++) {
                if (partition[i] >= 0 && intended[i] >= from && intended[i] < transition.t0From()) {
                    sends[partition[i]]++;
                }
            }
            boolean[] required = new boolean[count];
            for (int p = 0; p < count; p++) {
                required[p] = length > 0 && sends[p] * (double) window / length >= 10;
            }
            return required;
        }
    }
}
