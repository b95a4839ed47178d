package io.firedrill.audit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * {@code duplicates.log} = further copies in native topics / distinct records there; {@code duplicates.delivered} = further
 * deliveries to a group / distinct records delivered to it, over all groups.
 *
 * @param figures as the result shows them
 * @param inLogs distinct records in native topics
 * @param deliveredRecords distinct records delivered to a group, over all groups
 * @param examples records by the name of the count, as in {@code figures}
 */
record DuplicateCount(
        Result.Duplicates figures, long inLogs, long deliveredRecords, Map<String, List<String>> examples) {

    /** Further ones, and how many distinct records there were. */
    private record Further(long count, long distinct) {
        Result.Counted figure() {
            double ratio = distinct == 0 ? 0 : count / (double) distinct;
            return new Result.Counted(count, Math.round(ratio * 1e9) / 1e9);
        }
    }

    static DuplicateCount of(Dossier dossier) {
        long most = 0;
        long delivered = 0;
        long distinct = 0;
        Examples examples = new Examples();
        for (int group = 0; group < dossier.catalogue().groups().size(); group++) {
            Copies copies = dossier.holdings().deliveredTo(group);
            delivered += copies.further();
            distinct += copies.present().size();
            most = Math.max(most, copies.most());
            copies.repeated().forEach(ref -> examples.add("delivered", dossier.facts(), ref));
        }
        Map<String, Long> because = new LinkedHashMap<>();
        Map<RedeliveryCauses.Cause, Long> causes = dossier.redeliveries().counts();
        for (RedeliveryCauses.Cause cause : RedeliveryCauses.Cause.values()) {
            because.put(cause.text(), causes.getOrDefault(cause, 0L));
        }
        Further log = log(dossier, examples);
        Further further = new Further(delivered, distinct);
        Map<String, List<String>> named = examples.named(dossier);
        dossier.redeliveries()
                .examples()
                .named(dossier)
                .forEach((cause, records) -> named.put("deliveredBecause." + cause, records));
        return new DuplicateCount(
                new Result.Duplicates(log.figure(), further.figure(), deepestRewind(dossier), most, because),
                log.distinct(),
                further.distinct(),
                named);
    }

    private static Further log(Dossier dossier, Examples examples) {
        long further = 0;
        long distinct = 0;
        Facts facts = dossier.facts();
        for (int region = 0; region < dossier.catalogue().regions().size(); region++) {
            for (int topic = 0; topic < dossier.catalogue().topics().size(); topic++) {
                if (dossier.catalogue().topics().get(topic).mirrored()) {
                    continue;
                }
                Copies copies = dossier.holdings().scanned(region, topic);
                int r = region;
                int t = topic;
                long[] counts = {0, 0};
                copies.repeated().forEach(ref -> {
                    if (facts.nativeLog(r, t, ref)) {
                        counts[0] += copies.count(ref) - 1;
                        examples.add("log", facts, ref);
                    }
                });
                copies.present().forEach(ref -> counts[1] += facts.nativeLog(r, t, ref) ? 1 : 0);
                further += counts[0];
                distinct += counts[1];
            }
        }
        return new Further(further, distinct);
    }

    /**
     * The most records that a group went back over at once: for a delivery of a record that the group had before, how far its
     * native offset lies behind the furthest native offset of its partition that the group had had, over all regions and in the
     * order of time.
     */
    private static long deepestRewind(Dossier dossier) {
        long deepest = 0;
        for (int group = 0; group < dossier.catalogue().groups().size(); group++) {
            if (dossier.holdings().deliveredTo(group).further() > 0) {
                deepest = Math.max(deepest, new Rewinds(dossier, group).ofGroup(group));
            }
        }
        return deepest;
    }

    /** Goes through one group's deliveries in the order of time. */
    private static final class Rewinds {
        private final Dossier dossier;

        /** By region, topic and partition of native logs. */
        private final List<List<ByPartition<long[]>>> furthest;

        /** Records that were delivered to the group more than once, and of those the ones that it had already. */
        private final RefSet repeated;

        private final RefSet before = new RefSet();
        private long deepest;

        Rewinds(Dossier dossier, int group) {
            this.dossier = dossier;
            this.repeated = dossier.holdings().deliveredTo(group).repeated();
            this.furthest = IntStream.range(0, dossier.catalogue().regions().size())
                    .mapToObj(region -> IntStream.range(
                                    0, dossier.catalogue().topics().size())
                            .mapToObj(topic -> new ByPartition<>(partition -> new long[] {-1}))
                            .toList())
                    .toList();
        }

        long ofGroup(int group) {
            List<GroupLog> logs = dossier.facts().groupLogs().stream()
                    .filter(log -> log.group == group && log.times.size() > 0)
                    .toList();
            int[] rows = new int[logs.size()];
            long[] next = new long[logs.size()];
            int[] heap = new int[logs.size()];
            int count = 0;
            for (int i = 0; i < logs.size(); i++) {
                next[i] = logs.get(i).times.get(0);
                heap[count++] = i;
            }
            for (int i = count / 2 - 1; i >= 0; i--) {
                Ascending.sink(heap, count, next, i);
            }
            while (count > 0) {
                int log = heap[0];
                delivery(logs.get(log).refs.get(rows[log]));
                if (++rows[log] < logs.get(log).times.size()) {
                    next[log] = logs.get(log).times.get(rows[log]);
                } else {
                    heap[0] = heap[--count];
                }
                Ascending.sink(heap, count, next, 0);
            }
            return deepest;
        }

        private void delivery(long ref) {
            if (Ref.phantom(ref)) {
                return;
            }
            boolean again = repeated.contains(ref) && !before.add(ref);
            int row = Ref.sequence(ref);
            List<Sends> attempts = dossier.facts().sends().session(ref).sends();
            for (int i = 0; i < attempts.size(); i++) {
                Sends sends = attempts.get(i);
                if (!sends.known(row)) {
                    continue;
                }
                if (sends.ok(row)) {
                    delivery(sends, sends.ackTopic(row), sends.partition(row), sends.offset(row), again);
                } else {
                    Position position = dossier.nativePosition(sends, row);
                    if (position != null) {
                        delivery(sends, position.topic(), position.partition(), position.offset(), again);
                    }
                }
            }
        }

        private void delivery(Sends sends, int topic, int partition, long offset, boolean again) {
            long[] far = furthest.get(sends.region).get(topic).of(partition);
            if (again) {
                deepest = Math.max(deepest, far[0] - offset + 1);
            }
            far[0] = Math.max(far[0], offset);
        }
    }
}
