package io.firedrill.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * {@code duplicates.log} = further copies in native topics / distinct records there; {@code duplicates.delivered} = further
 * deliveries to a group / distinct records delivered to it, over all groups.
 */
final class DuplicateCount {
    private DuplicateCount() {}

    static Result.Duplicates of(Dossier dossier) {
        long most = 0;
        long delivered = 0;
        long distinct = 0;
        for (int group = 0; group < dossier.catalogue().groups().size(); group++) {
            Copies copies = dossier.deliveredTo(group);
            delivered += copies.further();
            distinct += copies.present().size();
            long any = copies.present().size() > 0 ? 1 : 0;
            most = Math.max(
                    most,
                    copies.repeated().values().stream()
                            .mapToLong(Integer::longValue)
                            .max()
                            .orElse(any));
        }
        Map<String, Long> because = new LinkedHashMap<>();
        Map<RedeliveryCauses.Cause, Long> causes = RedeliveryCauses.of(dossier).counts();
        for (RedeliveryCauses.Cause cause : RedeliveryCauses.Cause.values()) {
            because.put(cause.text(), causes.getOrDefault(cause, 0L));
        }
        return new Result.Duplicates(log(dossier), counted(delivered, distinct), deepestRewind(dossier), most, because);
    }

    private static Result.Counted log(Dossier dossier) {
        long further = 0;
        long distinct = 0;
        Facts facts = dossier.facts();
        for (int region = 0; region < dossier.catalogue().regions().size(); region++) {
            for (int topic = 0; topic < dossier.catalogue().topics().size(); topic++) {
                Copies copies = dossier.scanned(region, topic);
                for (Map.Entry<Long, Integer> repeated : copies.repeated().entrySet()) {
                    further += facts.nativeLog(region, topic, repeated.getKey()) ? repeated.getValue() - 1 : 0;
                }
                RefSet natives = new RefSet();
                int r = region;
                int t = topic;
                copies.present().forEach(ref -> {
                    if (facts.nativeLog(r, t, ref)) {
                        natives.add(ref);
                    }
                });
                distinct += natives.size();
            }
        }
        return counted(further, distinct);
    }

    private static Result.Counted counted(long further, long distinct) {
        double ratio = distinct == 0 ? 0 : further / (double) distinct;
        return new Result.Counted(further, Math.round(ratio * 1e9) / 1e9);
    }

    /**
     * The most records that a group went back over at once: for a delivery of a record that the group had before, how far its
     * native offset lies behind the furthest native offset of its partition that the group had had, over all regions and in the
     * order of time.
     */
    private static long deepestRewind(Dossier dossier) {
        long deepest = 0;
        for (int group = 0; group < dossier.catalogue().groups().size(); group++) {
            deepest = Math.max(deepest, new Rewinds(dossier).ofGroup(group));
        }
        return deepest;
    }

    /** Goes through one group's deliveries in the order of time. */
    private static final class Rewinds {
        private record Native(int region, int topic, int partition) {}

        private final Dossier dossier;
        private final Map<Native, Long> furthest = new HashMap<>();
        private final RefSet before = new RefSet();
        private long deepest;

        Rewinds(Dossier dossier) {
            this.dossier = dossier;
        }

        long ofGroup(int group) {
            List<GroupLog> logs = dossier.facts().groupLogs().stream()
                    .filter(log -> log.group == group && log.times.size() > 0)
                    .toList();
            List<int[]> rows = new ArrayList<>();
            PriorityQueue<Integer> next = new PriorityQueue<>(
                    Comparator.<Integer>comparingLong(i -> logs.get(i).times.get(rows.get(i)[0]))
                            .thenComparingInt(i -> i));
            for (int i = 0; i < logs.size(); i++) {
                rows.add(new int[] {0});
                next.add(i);
            }
            while (!next.isEmpty()) {
                int log = next.remove();
                int row = rows.get(log)[0]++;
                delivery(logs.get(log).refs.get(row));
                if (row + 1 < logs.get(log).times.size()) {
                    next.add(log);
                }
            }
            return deepest;
        }

        private void delivery(long ref) {
            if (Ref.phantom(ref)) {
                return;
            }
            boolean again = !before.add(ref);
            int row = Ref.sequence(ref);
            for (Sends sends : dossier.facts().sends().session(ref).sends()) {
                Position position = sends.known(row) ? dossier.nativePosition(sends, row) : null;
                if (position == null) {
                    continue;
                }
                Native log = new Native(sends.region, position.topic(), position.partition());
                long far = furthest.getOrDefault(log, -1L);
                if (again) {
                    deepest = Math.max(deepest, far - position.offset() + 1);
                }
                furthest.put(log, Math.max(far, position.offset()));
            }
        }
    }
}
