package io.firedrill.audit;

import io.firedrill.scenario.AnomalyClass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * C6, dual-active group: both regions deliver one lineage partition to one group in overlapping intervals. Counted in partitions of a
 * lineage, for each group. An interval runs from the first to the last delivery between two moments at which a member got the
 * partition or gave it up, or the group's service was switched; both ends belong to it.
 */
final class DualActiveGroup implements AnomalyFold {

    private record Place(int group, String lineage, int partition) {
        String name(Dossier dossier) {
            return dossier.catalogue().groups().get(group).name() + " " + lineage + "/" + partition;
        }
    }

    private record Interval(int region, long from, long to) {}

    @Override
    public AnomalyClass anomaly() {
        return AnomalyClass.C6;
    }

    @Override
    public Plan<?> plan(Dossier dossier) {
        return new Plan<>(
                Shards.each(
                        dossier.facts().groupLogs(),
                        log -> Map.of(
                                new Place(log.group, dossier.facts().lineage(log.topic), log.partition),
                                intervals(dossier, log))),
                HashMap::new,
                DualActiveGroup::both,
                places -> finding(dossier, places));
    }

    private static Map<Place, List<Interval>> both(Map<Place, List<Interval>> some, Map<Place, List<Interval>> later) {
        later.forEach((place, intervals) ->
                some.computeIfAbsent(place, p -> new ArrayList<>()).addAll(intervals));
        return some;
    }

    private static Finding finding(Dossier dossier, Map<Place, List<Interval>> places) {
        Map<String, String> found = new TreeMap<>();
        places.forEach((place, intervals) ->
                overlap(dossier, intervals).ifPresent(text -> found.put(place.name(dossier), text)));
        return Finding.of(found.entrySet().stream()
                .map(entry -> entry.getKey() + ", " + entry.getValue())
                .toList());
    }

    private static List<Interval> intervals(Dossier dossier, GroupLog log) {
        String service = dossier.catalogue().groups().get(log.group).service();
        long[] bounds = LongStream.concat(
                        Arrays.stream(log.handovers.sorted()),
                        Arrays.stream(dossier.active().switches(service)))
                .sorted()
                .toArray();
        long[] first = new long[bounds.length + 1];
        long[] last = new long[bounds.length + 1];
        Arrays.fill(first, Long.MAX_VALUE);
        Arrays.fill(last, Long.MIN_VALUE);
        for (int row = 0; row < log.times.size(); row++) {
            long time = log.times.get(row);
            int between = Sorted.upTo(bounds, time);
            first[between] = Math.min(first[between], time);
            last[between] = Math.max(last[between], time);
        }
        List<Interval> intervals = new ArrayList<>();
        for (int i = 0; i <= bounds.length; i++) {
            if (first[i] <= last[i]) {
                intervals.add(new Interval(log.region, first[i], last[i]));
            }
        }
        return intervals;
    }

    /** The first time that two regions overlap, as text. */
    private static Optional<String> overlap(Dossier dossier, List<Interval> intervals) {
        List<Interval> sorted = new ArrayList<>(intervals);
        sorted.sort(Comparator.comparingLong(Interval::from).thenComparingInt(Interval::region));
        Map<Integer, Interval> reaching = new TreeMap<>();
        for (Interval interval : sorted) {
            for (Interval other : reaching.values()) {
                if (other.region() != interval.region() && other.to() >= interval.from()) {
                    return Optional.of("delivered in "
                            + dossier.catalogue().regions().get(other.region()) + " and in "
                            + dossier.catalogue().regions().get(interval.region())
                            + dossier.story().moment(interval.from()));
                }
            }
            Interval longest = reaching.get(interval.region());
            if (longest == null || longest.to() < interval.to()) {
                reaching.put(interval.region(), interval);
            }
        }
        return Optional.empty();
    }
}
