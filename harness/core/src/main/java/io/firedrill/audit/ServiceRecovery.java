package io.firedrill.audit;

import java.util.List;
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
        LeftOut leftOut = new LeftOut(transition, schedules);
        List<Long> acks = new FirstAcks(dossier, transition, schedules, keys, leftOut).of(service.producers());
        FirstDeliveries first = new FirstDeliveries(dossier, transition, leftOut);
        List<Long> deliveries = service.groups().stream()
                .flatMap(group -> first.of(service.name(), group).stream())
                .toList();
        return new ServiceRecovery(
                service.name(),
                last(acks),
                last(deliveries),
                new FirstSteadyWindow(dossier, transition, schedules, keys).of(service),
                !acks.isEmpty(),
                !deliveries.isEmpty());
    }

    /** The same without what was later after T0 than was watched: that is no recovery of this transition. */
    ServiceRecovery within(long t0, long allowed) {
        return new ServiceRecovery(
                service,
                notLater(t4w, t0, allowed),
                notLater(t4r, t0, allowed),
                notLater(t5, t0, allowed),
                writes,
                reads);
    }

    static @Nullable Long notLater(@Nullable Long time, long t0, long allowed) {
        return time == null || time - t0 > allowed ? null : time;
    }

    private static @Nullable Long last(List<Long> times) {
        long last = times.stream().mapToLong(Long::longValue).max().orElse(RefTimes.NEVER);
        return last == RefTimes.NEVER ? null : last;
    }
}
