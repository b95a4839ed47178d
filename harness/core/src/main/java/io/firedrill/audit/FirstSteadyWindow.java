package io.firedrill.audit;

import io.firedrill.audit.Schedules.Cursor;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** T5 (MEASURES.md, 2): from when on a service works as it should after a transition, by what {@link SteadyWindow} calls good. */
final class FirstSteadyWindow {
    private final Dossier dossier;
    private final TransitionFacts transition;
    private final Schedules schedules;
    private final KeyPartitions keys;

    FirstSteadyWindow(Dossier dossier, TransitionFacts transition, Schedules schedules, KeyPartitions keys) {
        this.dossier = dossier;
        this.transition = transition;
        this.schedules = schedules;
        this.keys = keys;
    }

    /** Monotonic nanoseconds; null when there is none before the next transition. */
    @Nullable
    Long of(ServiceView service) {
        List<Integer> producers = producers(service);
        List<Integer> readers = readers(service);
        long window = dossier.story().scenario().settings().recoveryWindow().toNanos();
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
        long until = dossier.story().usualUntil(transition);
        long length = until - from;
        long[] sends = {};
        Cursor slots = schedules.slots(producers, from);
        while (slots.next() && slots.intended() < until) {
            int number = number(slots, numbers);
            if (number >= 0) {
                sends = number < sends.length ? sends : Arrays.copyOf(sends, 2 * number + 1);
                sends[number]++;
            }
        }
        boolean[] required = new boolean[numbers.size()];
        for (int p = 0; p < required.length; p++) {
            required[p] = sends[p] * (double) window / length >= 10;
        }
        int to = dossier.region(transition.to());
        numbers.forEach((place, number) -> {
            if (dossier.lacks(to, (int) (place >> 32), (int) place)) {
                required[(int) number] = false;
            }
        });
        return required;
    }

    /** Slots as the window looks at them. */
    private final class Watched implements SteadyWindow.Slots {
        private final Cursor slots;
        private final List<Integer> readers;
        private final LongTable numbers;
        private final long limit =
                dossier.story().scenario().settings().latencyLimit().toNanos();

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
