package io.firedrill.audit;

import io.firedrill.evidence.TimelineEvent.ReplicationSettled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * X4, divergence: after healing and quiescence, ids not present in both regions' lineage, and keys whose last value differs. Both
 * count, an id once and a key once.
 *
 * <p>Replication is what brings regions together, so the class is measured in the directions in which it ran and had copied all that
 * there was when the logs were scanned. Of each such direction: the ids that were sent to its source and that one of the two regions
 * holds and the other does not (one that a group read there and that expired since was there). The last value of a key in a region
 * is that of the last record of the key in each log of the lineage, and of those the one with the latest timestamp; with one
 * direction only, of the records that were sent to its source.
 */
final class Divergence implements AnomalyFold {

    @Override
    public AnomalyClass anomaly() {
        return AnomalyClass.X4;
    }

    @Override
    public Answer find(Dossier dossier) {
        List<Flow> flows = settled(dossier);
        if (flows.isEmpty()) {
            return new Answer.Unasked("replication ran in no direction when the drill ended, so the regions were never"
                    + " brought together again");
        }
        for (Flow flow : flows) {
            if (flow.unscanned(dossier).isPresent()) {
                return new Answer.Unsettled(flow.unscanned(dossier).get());
            }
        }
        RefSet missing = new RefSet();
        flows.forEach(flow -> ids(dossier, flow, missing));
        Map<Long, String> keys = new TreeMap<>();
        pairs(flows).forEach(pair -> keys(dossier, pair, keys));
        List<String> examples = keys.values().stream().limit(Finding.EXAMPLES).toList();
        return new Finding(
                missing, keys.size(), examples, ref -> dossier.describe(ref) + ", not in the lineage of both regions");
    }

    /** Directions in which replication was measured not to run, a sentence each; empty when it ran in all or in none. */
    static List<String> oneWay(Dossier dossier) {
        List<String> sentences = new ArrayList<>();
        for (List<Flow> pair : pairs(settled(dossier))) {
            if (pair.size() == 1) {
                String from = dossier.catalogue().regions().get(pair.get(0).from());
                String to = dossier.catalogue().regions().get(pair.get(0).to());
                String sentence = "Divergence (X4) was measured of what was written in " + from
                        + " only: replication from " + to + " to " + from + " did not run when the drill ended.";
                if (!sentences.contains(sentence)) {
                    sentences.add(sentence);
                }
            }
        }
        return sentences;
    }

    /**
     * How many of the keys have another last value in another region at the end; null when replication did not run both ways then,
     * or a region was not scanned whole.
     */
    static @Nullable Long differing(Dossier dossier, Set<Long> keyHashes) {
        Map<Long, String> keys = new HashMap<>();
        boolean any = false;
        for (List<Flow> pair : pairs(settled(dossier))) {
            if (pair.size() == 2 && pair.get(0).unscanned(dossier).isEmpty()) {
                any = true;
                keys(dossier, pair, keys);
            }
        }
        return any
                ? Long.valueOf(
                        keys.keySet().stream().filter(keyHashes::contains).count())
                : null;
    }

    private static List<Flow> settled(Dossier dossier) {
        Set<String> running = new HashSet<>();
        dossier.story().timeline().all(ReplicationSettled.class).forEach(event -> {
            if (event.settled()) {
                running.add(event.from() + "->" + event.to());
            } else {
                running.remove(event.from() + "->" + event.to());
            }
        });
        List<String> regions = dossier.catalogue().regions();
        return Flow.of(dossier).stream()
                .filter(flow -> running.contains(regions.get(flow.from()) + "->" + regions.get(flow.to())))
                .toList();
    }

    /** Each flow with the one that carries the same lineage back, if that is there. */
    private static List<List<Flow>> pairs(List<Flow> flows) {
        List<List<Flow>> pairs = new ArrayList<>();
        for (Flow flow : flows) {
            List<Flow> back = flows.stream()
                    .filter(other ->
                            other.from() == flow.to() && other.to() == flow.from() && other.topic() == flow.topic())
                    .limit(1)
                    .toList();
            if (back.isEmpty()) {
                pairs.add(List.of(flow));
            } else if (flow.from() < flow.to()) {
                pairs.add(List.of(flow, back.get(0)));
            }
        }
        return pairs;
    }

    private static void ids(Dossier dossier, Flow flow, RefSet missing) {
        for (Session session : dossier.facts().sends().sessions()) {
            Sends sends = session.known(flow.from());
            for (int row = 0; sends != null && row < sends.size(); row++) {
                if (sends.known(row) && sends.topic(row) == flow.topic()) {
                    long ref = sends.ref(row);
                    boolean here = dossier.inLineage(flow.from(), ref) || dossier.expired(sends, row);
                    boolean there = dossier.inLineage(flow.to(), ref)
                            || dossier.delivered(flow.to(), flow.mirror()).contains(ref);
                    if (here != there) {
                        missing.add(ref);
                    }
                }
            }
        }
    }

    private static void keys(Dossier dossier, List<Flow> pair, Map<Long, String> differing) {
        Flow flow = pair.get(0);
        Map<Long, Last> here = lastValues(dossier, pair, flow.from());
        Map<Long, Last> there = lastValues(dossier, pair, flow.to());
        Set<Long> keys = new HashSet<>(here.keySet());
        keys.addAll(there.keySet());
        for (long key : keys) {
            Last one = here.get(key);
            Last other = there.get(key);
            if (one == null || other == null || one.ref() != other.ref() || one.digest() != other.digest()) {
                differing.put(
                        key,
                        String.format("key %016x", key) + " ends with " + text(dossier, one) + " in "
                                + dossier.catalogue().regions().get(flow.from()) + " and with " + text(dossier, other)
                                + " in " + dossier.catalogue().regions().get(flow.to()));
            }
        }
    }

    private static String text(Dossier dossier, @Nullable Last last) {
        return last == null ? "nothing" : dossier.facts().name(last.ref());
    }

    private record Last(long ref, long timestamp, long digest) {
        boolean after(Last other) {
            return timestamp != other.timestamp ? timestamp > other.timestamp : ref > other.ref;
        }
    }

    /** By the key's hash. */
    private static Map<Long, Last> lastValues(Dossier dossier, List<Flow> pair, int region) {
        String lineage = dossier.facts().lineage(pair.get(0).topic());
        Map<Long, Last> lasts = new HashMap<>();
        for (ScanLog log : dossier.facts().scanLogs()) {
            if (log.region == region && dossier.facts().lineage(log.topic).equals(lineage)) {
                Map<Long, Last> inLog = new HashMap<>();
                for (int row : log.byOffset()) {
                    long ref = log.refs.get(row);
                    if (!Ref.phantom(ref) && sentToSource(dossier, pair, ref)) {
                        long key = dossier.facts().sends().session(ref).keyHash(Ref.sequence(ref));
                        inLog.put(key, new Last(ref, log.timestamps.get(row), log.digests.get(row)));
                    }
                }
                inLog.forEach((key, last) -> lasts.merge(key, last, (one, two) -> two.after(one) ? two : one));
            }
        }
        return lasts;
    }

    private static boolean sentToSource(Dossier dossier, List<Flow> pair, long ref) {
        Session session = dossier.facts().sends().session(ref);
        return pair.stream().anyMatch(flow -> session.sentTo(flow.from(), Ref.sequence(ref)));
    }
}
