package io.firedrill.audit;

import io.firedrill.evidence.TimelineEvent.SnapshotTaken;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Which record stands where: in what logs at the end, in whose deliveries, how often, since when. */
final class Holdings {

    private record Below(int region, String lineage, String failover) {}

    private record Log(int region, int topic) {}

    private final Facts facts;
    private final List<ScanLog> logs;
    private final Copies none = new Copies(Scratch.HEAP);
    private final Map<Below, RefSet> below = new ConcurrentHashMap<>();
    private final Map<Log, FirstCopies> firstCopies = new ConcurrentHashMap<>();

    /** By region and topic. */
    private final Copies[][] scanned;

    private final Copies[][] delivered;
    private final Copies[][][] lineages;

    /** By region and topic: of records in their native log that were never acknowledged, log and row as {@code log << 32 | row}. */
    private final LongTable[][] recovered;

    /** By group. */
    private final Copies[] groups;

    private final RefTimes[] firstDeliveries;

    Holdings(Facts facts, Crew crew) {
        this.facts = facts;
        this.logs = List.copyOf(facts.scanLogs());
        int regions = facts.catalogue().regions().size();
        int topics = facts.catalogue().topics().size();
        this.scanned = new Copies[regions][topics];
        this.delivered = new Copies[regions][topics];
        this.recovered = new LongTable[regions][topics];
        this.groups = new Copies[facts.catalogue().groups().size()];
        this.firstDeliveries = new RefTimes[groups.length];
        index(regions, topics, crew);
        this.lineages = lineages(regions, topics);
    }

    private void index(int regions, int topics, Crew crew) {
        List<Runnable> work = new ArrayList<>();
        for (int group = 0; group < groups.length; group++) {
            int g = group;
            work.add(() -> indexGroup(g));
        }
        for (int region = 0; region < regions; region++) {
            for (int topic = 0; topic < topics; topic++) {
                int r = region;
                int t = topic;
                work.add(() -> indexScans(r, t));
                work.add(() -> indexDeliveries(r, t));
            }
        }
        crew.all(work);
    }

    private void indexScans(int region, int topic) {
        Copies copies = new Copies(facts.scratch());
        LongTable unacknowledged = new LongTable(facts.scratch());
        for (int i = 0; i < logs.size(); i++) {
            ScanLog log = logs.get(i);
            if (log.region == region && log.topic == topic) {
                for (int row = 0; row < log.refs.size(); row++) {
                    long ref = log.refs.get(row);
                    copies.add(ref);
                    if (unacknowledged(ref, region, topic)) {
                        unacknowledged.putIfAbsent(ref, (long) i << 32 | row);
                    }
                }
            }
        }
        scanned[region][topic] = copies;
        recovered[region][topic] = unacknowledged;
    }

    private boolean unacknowledged(long ref, int region, int topic) {
        Sends sends = Ref.phantom(ref) ? null : facts.sends().session(ref).known(region);
        int sequence = Ref.sequence(ref);
        return sends != null && sends.known(sequence) && !sends.ok(sequence) && sends.topic(sequence) == topic;
    }

    private void indexDeliveries(int region, int topic) {
        Copies copies = new Copies(facts.scratch());
        for (GroupLog log : facts.groupLogs()) {
            for (int row = 0; log.region == region && log.topic == topic && row < log.refs.size(); row++) {
                copies.add(log.refs.get(row));
            }
        }
        delivered[region][topic] = copies;
    }

    private void indexGroup(int group) {
        Copies copies = new Copies(facts.scratch());
        RefTimes first = new RefTimes(facts.scratch());
        for (GroupLog log : facts.groupLogs()) {
            for (int row = 0; log.group == group && row < log.refs.size(); row++) {
                long ref = log.refs.get(row);
                if (!Ref.phantom(ref)) {
                    copies.add(ref);
                    first.put(ref, log.times.get(row));
                }
            }
        }
        groups[group] = copies;
        firstDeliveries[group] = first;
    }

    private Copies[][][] lineages(int regions, int topics) {
        Copies[][][] found = new Copies[regions][topics][];
        for (int region = 0; region < regions; region++) {
            for (int topic = 0; topic < topics; topic++) {
                int r = region;
                int t = topic;
                found[region][topic] = IntStream.range(0, topics)
                        .filter(other -> facts.lineage(other).equals(facts.lineage(t)))
                        .mapToObj(other -> scanned[r][other])
                        .toArray(Copies[]::new);
            }
        }
        return found;
    }

    /** What the region's topic held at the end. */
    Copies scanned(int region, int topic) {
        return region < 0 || topic < 0 ? none : scanned[region][topic];
    }

    /** Whether any topic of the record's lineage held it in the region at the end, native or mirrored. */
    boolean inLineage(int region, long ref) {
        int topic = facts.sends().session(ref).topic(Ref.sequence(ref));
        for (Copies copies : lineages[region][topic]) {
            if (copies.contains(ref)) {
                return true;
            }
        }
        return false;
    }

    /** Records that the lineage's topics held in the region below a failover snapshot, of what they hold at the end. */
    RefSet below(int region, String lineage, SnapshotTaken snapshot) {
        return below.computeIfAbsent(new Below(region, lineage, snapshot.failover()), b -> {
            RefSet records = new RefSet();
            for (ScanLog log : facts.scanLogs()) {
                if (log.region == region && facts.lineage(log.topic).equals(lineage)) {
                    List<Long> ends = snapshot.endOffsets()
                            .getOrDefault(
                                    facts.catalogue().topics().get(log.topic).name(), List.of());
                    for (int row = 0; log.partition < ends.size() && row < log.refs.size(); row++) {
                        if (!Ref.phantom(log.refs.get(row)) && log.offsets.get(row) < ends.get(log.partition)) {
                            records.add(log.refs.get(row));
                        }
                    }
                }
            }
            return records;
        });
    }

    /** What was delivered from the region's topic, to any group. */
    Copies delivered(int region, int topic) {
        return delivered[region][topic];
    }

    /** What was delivered to the group, in any region. */
    Copies deliveredTo(int group) {
        return groups[group];
    }

    RefTimes firstDeliveries(int group) {
        return firstDeliveries[group];
    }

    /** Where each record first stands in a region's topic. */
    FirstCopies firstCopies(int region, int topic) {
        return firstCopies.computeIfAbsent(
                new Log(region, topic), log -> new FirstCopies(facts, log.region(), log.topic()));
    }

    /** Whether a log of the region other than the topic's own, or a delivery there, shows the record. */
    boolean observedOutside(int region, long ref) {
        for (int other = 0; other < scanned.length; other++) {
            if (other != region && observedIn(other, ref)) {
                return true;
            }
        }
        return false;
    }

    private boolean observedIn(int region, long ref) {
        for (int topic = 0; topic < scanned[region].length; topic++) {
            if (observedIn(region, topic, ref)) {
                return true;
            }
        }
        return false;
    }

    private boolean observedIn(int region, int topic, long ref) {
        return scanned[region][topic].contains(ref) || delivered[region][topic].contains(ref);
    }

    /** Whether a region's own topic, or a topic that holds copies of what it wrote, shows the record, or a delivery of one of them. */
    boolean tookIt(int region, int topic, long ref) {
        String name = facts.catalogue().regions().get(region);
        for (int in = 0; in < scanned.length; in++) {
            for (int of = 0; of < scanned[in].length; of++) {
                boolean own = in == region && of == topic
                        || facts.catalogue().topics().get(of).origin().equals(name);
                if (own && observedIn(in, of, ref)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Where a record that the region never acknowledged stands in its native log there; null when no log of it has it. */
    @Nullable
    Position recovered(int region, long ref) {
        for (LongTable ofTopic : recovered[region]) {
            long place = ofTopic.get(ref, -1);
            if (place >= 0) {
                ScanLog log = logs.get((int) (place >>> 32));
                return new Position(log.topic, log.partition, log.offsets.get((int) place));
            }
        }
        return null;
    }
}
