package io.firedrill.audit;

import io.firedrill.evidence.TimelineEvent.ReplicationSettled;
import io.firedrill.scenario.AnomalyClass;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

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
    public Plan<?> plan(Dossier dossier) {
        List<Flow> flows = settled(dossier);
        if (flows.isEmpty()) {
            return Plan.settled(
                    new Answer.Unasked("replication ran in no direction when the drill ended, so the regions were never"
                            + " brought together again"));
        }
        Optional<String> unscanned = Flow.unscanned(dossier, flows);
        if (unscanned.isPresent()) {
            return Plan.settled(new Answer.Unsettled(unscanned.get()));
        }
        List<Supplier<Apart>> shards = new ArrayList<>();
        for (Flow flow : flows) {
            List<Sends> sent = dossier.facts().sends().inOrder().stream()
                    .filter(sends -> sends.region == flow.from())
                    .toList();
            Shards.eachSend(dossier, sent, (sends, row, missing) -> {
                        if (missing(dossier, flow, sends, row)) {
                            missing.add(sends.ref(row));
                        }
                    })
                    .forEach(look -> shards.add(() -> new Apart(look.get(), new Keys(dossier))));
        }
        pairs(flows).forEach(pair -> shards.add(() -> new Apart(new RefSet(), new Keys(dossier).differing(pair))));
        return new Plan<>(
                shards,
                () -> new Apart(new RefSet(), new Keys(dossier)),
                Apart::with,
                found -> new Finding(
                        found.missing(),
                        found.keys().differing.size(),
                        List.copyOf(found.keys().examples.values()),
                        ref -> dossier.describe(ref) + ", not in the lineage of both regions"));
    }

    /** Ids that one of the regions has not, and keys whose last value differs. */
    private record Apart(RefSet missing, Keys keys) {
        Apart with(Apart later) {
            missing.addAll(later.missing);
            keys.with(later.keys);
            return this;
        }
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
     * Which of the keys have another last value in another region at the end; empty when replication did not run both ways then,
     * or a region was not scanned whole.
     */
    static Optional<Differing> differing(Dossier dossier, LongTable keyHashes) {
        KeyExamples examples = new KeyExamples();
        Keys keys = new Keys(dossier, (key, region, ref) -> {
            if (keyHashes.contains(key)) {
                int row = Ref.sequence(ref);
                examples.add(key, region, dossier.facts().sends().session(ref).first(row), row);
            }
        });
        boolean any = false;
        for (List<Flow> pair : pairs(settled(dossier))) {
            if (pair.size() == 2 && pair.get(0).unscanned(dossier).isEmpty()) {
                any = true;
                if (keyHashes.size() > 0) {
                    keys.differing(pair);
                }
            }
        }
        long[] count = {0};
        keys.differing.forEach((key, one) -> count[0] += keyHashes.contains(key) ? 1 : 0);
        return any ? Optional.of(new Differing(count[0], examples)) : Optional.empty();
    }

    /**
     * Keys that differ.
     *
     * @param examples the records that end them
     */
    record Differing(long keys, KeyExamples examples) {}

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

    private static boolean missing(Dossier dossier, Flow flow, Sends sends, int row) {
        if (sends.topic(row) != flow.topic()) {
            return false;
        }
        long ref = sends.ref(row);
        boolean here = dossier.holdings().inLineage(flow.from(), ref)
                || dossier.logLoss().expired(sends, row);
        boolean there = dossier.holdings().inLineage(flow.to(), ref)
                || dossier.holdings().delivered(flow.to(), flow.mirror()).contains(ref);
        return here != there;
    }

    /** What to do with a record that ends a key in a region and not in the other. */
    private interface End {
        void of(long key, int region, long ref);
    }

    /** Keys whose last value differs, by their hashes. */
    private static final class Keys {
        private static final long NONE = -1;

        private final Dossier dossier;
        private final End end;
        private final List<ScanLog> logs;
        private final LongTable differing;

        /** Of the least hashes. */
        private final TreeMap<Long, String> examples = new TreeMap<>(Long::compareUnsigned);

        Keys(Dossier dossier) {
            this(dossier, (key, region, ref) -> {});
        }

        Keys(Dossier dossier, End end) {
            this.dossier = dossier;
            this.end = end;
            this.logs = List.copyOf(dossier.facts().scanLogs());
            this.differing = new LongTable(dossier.scratch());
        }

        Keys differing(List<Flow> pair) {
            Flow flow = pair.get(0);
            LongTable here = lastValues(pair, flow.from());
            LongTable there = lastValues(pair, flow.to());
            here.forEach((key, one) -> {
                long other = there.get(key, NONE);
                if (other == NONE || ref(one) != ref(other) || digest(one) != digest(other)) {
                    note(flow, key, one, other);
                }
            });
            there.forEach((key, other) -> {
                if (!here.contains(key)) {
                    note(flow, key, NONE, other);
                }
            });
            here.giveBack();
            there.giveBack();
            return this;
        }

        void with(Keys later) {
            later.differing.forEach(differing::put);
            later.differing.giveBack();
            later.examples.forEach((key, text) -> example(key, () -> text));
        }

        private void note(Flow flow, long key, long one, long other) {
            differing.put(key, 1);
            if (one != NONE) {
                end.of(key, flow.from(), ref(one));
            }
            if (other != NONE) {
                end.of(key, flow.to(), ref(other));
            }
            example(
                    key,
                    () -> String.format("key %016x", key) + " ends with " + text(one) + " in "
                            + dossier.catalogue().regions().get(flow.from()) + " and with " + text(other) + " in "
                            + dossier.catalogue().regions().get(flow.to()));
        }

        private void example(long key, Supplier<String> text) {
            if (examples.size() < Finding.EXAMPLES || Long.compareUnsigned(key, examples.lastKey()) <= 0) {
                examples.put(key, text.get());
                if (examples.size() > Finding.EXAMPLES) {
                    examples.pollLastEntry();
                }
            }
        }

        private String text(long place) {
            return place == NONE ? "nothing" : dossier.facts().name(ref(place));
        }

        /** By the key's hash: log and row of its last value, as {@code log << 32 | row}. */
        private LongTable lastValues(List<Flow> pair, int region) {
            String lineage = dossier.facts().lineage(pair.get(0).topic());
            LongTable lasts = new LongTable(dossier.scratch());
            for (int i = 0; i < logs.size(); i++) {
                ScanLog log = logs.get(i);
                if (log.region == region && dossier.facts().lineage(log.topic).equals(lineage)) {
                    LongTable inLog = lastValues(pair, log, i);
                    inLog.forEach((key, place) -> {
                        long known = lasts.putIfAbsent(key, place);
                        if (after(place, known)) {
                            lasts.put(key, place);
                        }
                    });
                    inLog.giveBack();
                }
            }
            return lasts;
        }

        private LongTable lastValues(List<Flow> pair, ScanLog log, int number) {
            LongTable lasts = new LongTable(dossier.scratch());
            RowOrder order = log.byOffset();
            // From the end: of each key the first that is met is the last.
            for (int rank = order.size() - 1; rank >= 0; rank--) {
                int row = order.row(rank);
                long ref = log.refs.get(row);
                if (Ref.phantom(ref)) {
                    continue;
                }
                long key = dossier.facts().sends().session(ref).keyHash(Ref.sequence(ref));
                if (!lasts.contains(key) && sentToSource(dossier, pair, ref)) {
                    lasts.put(key, (long) number << 32 | row);
                }
            }
            return lasts;
        }

        private boolean after(long place, long other) {
            long mine = timestamp(place);
            long theirs = timestamp(other);
            return mine != theirs ? mine > theirs : ref(place) > ref(other);
        }

        private long ref(long place) {
            return logs.get((int) (place >>> 32)).refs.get((int) place);
        }

        private long timestamp(long place) {
            return logs.get((int) (place >>> 32)).timestamps.get((int) place);
        }

        private long digest(long place) {
            return logs.get((int) (place >>> 32)).digests.get((int) place);
        }
    }

    private static boolean sentToSource(Dossier dossier, List<Flow> pair, long ref) {
        Session session = dossier.facts().sends().session(ref);
        for (int i = 0; i < pair.size(); i++) {
            if (session.sentTo(pair.get(i).from(), Ref.sequence(ref))) {
                return true;
            }
        }
        return false;
    }
}
