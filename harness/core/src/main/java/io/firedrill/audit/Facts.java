package io.firedrill.audit;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.JournalState;
import io.firedrill.evidence.Manifest;
import io.firedrill.evidence.Manifest.Difference;
import io.firedrill.evidence.RecordId;
import io.firedrill.evidence.StallLog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** All facts of a drill's journals and scans, indexed. Complete once {@link FactsLoader} is done, and not changed after. */
final class Facts {

    /**
     * A journal that was read.
     *
     * @param firstAt the earliest time of a fact; {@code Long.MAX_VALUE} when none has one
     * @param lastAt the latest; {@code Long.MIN_VALUE} when none has one
     */
    record Journal(String name, int region, int incarnation, JournalState state, long firstAt, long lastAt) {}

    private record Place(int region, int group, int topic, int partition) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int order = Integer.compare(group, other.group);
            order = order != 0 ? order : Integer.compare(region, other.region);
            order = order != 0 ? order : Integer.compare(topic, other.topic);
            return order != 0 ? order : Integer.compare(partition, other.partition);
        }
    }

    private final Catalogue catalogue;
    private final Scratch scratch;
    private final SendIndex sends;
    private final boolean[] mirrored;
    private final Map<Place, GroupLog> groupLogs = new TreeMap<>();
    private final Map<Place, ScanLog> scanLogs = new TreeMap<>();

    /** The same, by region and topic, and groups before that: they are asked for with every fact. */
    private final List<List<List<ByPartition<GroupLog>>>> groupPlaces;

    private final List<List<ByPartition<ScanLog>>> scanPlaces;
    private final Transactions transactions = new Transactions();
    private final Map<Place, UUID> topicIds = new ConcurrentSkipListMap<>();
    private final Map<Place, StoreRows> stores = new ConcurrentSkipListMap<>();
    private final List<Stall> stalls = new ArrayList<>();
    private final List<StallLog> stallLogs = new ArrayList<>();
    private final List<Journal> journals = new ArrayList<>();
    private final List<Journal> scans = new ArrayList<>();
    private List<Manifest.Problem> altered = List.of();
    private boolean contradictory;

    Facts(Catalogue catalogue) {
        this(catalogue, Scratch.HEAP);
    }

    /** @param scratch where the columns lie */
    Facts(Catalogue catalogue, Scratch scratch) {
        this.catalogue = catalogue;
        this.scratch = scratch;
        this.sends = new SendIndex(scratch);
        this.mirrored = new boolean[catalogue.topics().size()];
        for (int topic = 0; topic < mirrored.length; topic++) {
            mirrored[topic] = catalogue.topics().get(topic).mirrored();
        }
        this.groupPlaces = each(
                catalogue.groups().size(),
                group -> places((region, topic) -> partition -> begin(region, group, topic, partition)));
        this.scanPlaces = places((region, topic) -> partition -> begin(region, topic, partition));
    }

    /** Room for what a fold has to remember of each record. */
    Scratch scratch() {
        return scratch;
    }

    /** Nothing is added any more. */
    void pack() {
        sends.all().forEach(Sends::pack);
        groupLogs.values().forEach(GroupLog::pack);
        scanLogs.values().forEach(ScanLog::pack);
    }

    Catalogue catalogue() {
        return catalogue;
    }

    SendIndex sends() {
        return sends;
    }

    Transactions transactions() {
        return transactions;
    }

    void topicId(int region, int topic, UUID id) {
        topicIds.put(new Place(region, 0, topic, 0), id);
    }

    /** Kafka's id of the topic whose log the region's scan read; null when the scan did not note it. */
    @Nullable
    UUID topicId(int region, int topic) {
        return topicIds.get(new Place(region, 0, topic, 0));
    }

    /** What is known of the store in a region. */
    StoreRows knownStore(int region, int store) {
        return stores.getOrDefault(new Place(region, 0, store, 0), new StoreRows(Scratch.HEAP));
    }

    /** The store in a region, by its index in the catalogue. */
    StoreRows store(int region, int store) {
        return stores.computeIfAbsent(new Place(region, 0, store, 0), p -> new StoreRows(scratch));
    }

    /** What journals say of their own workers. */
    List<Stall> stalls() {
        return stalls;
    }

    /** One a process. */
    List<StallLog> stallLogs() {
        return stallLogs;
    }

    /** @param problems what the manifest finds of the folder's parts */
    void altered(List<Manifest.Problem> problems) {
        altered = List.copyOf(problems);
    }

    /** Whether something under this path from which figures come is missing, altered or added. */
    boolean altered(String path) {
        return altered.stream().anyMatch(problem -> problem.path().startsWith(path) && problem.read());
    }

    /** Whether a segment under this path is there, and is not the one that the drill left. */
    boolean writtenAnew(String path) {
        return altered.stream()
                .anyMatch(problem -> problem.path().startsWith(path)
                        && problem.ofSegment()
                        && (problem.difference() == Difference.ALTERED || problem.difference() == Difference.ADDED));
    }

    /** Some facts can't be true, or belong to others that no journal has. */
    void contradict() {
        contradictory = true;
    }

    boolean contradictory() {
        return contradictory;
    }

    /** One a worker incarnation. */
    List<Journal> journals() {
        return journals;
    }

    /** One a region that was scanned. */
    List<Journal> scans() {
        return scans;
    }

    private interface Places<T> {
        IntFunction<T> of(int region, int topic);
    }

    private <T> List<List<ByPartition<T>>> places(Places<T> places) {
        return each(
                catalogue.regions().size(),
                region -> each(catalogue.topics().size(), topic -> new ByPartition<>(places.of(region, topic))));
    }

    private static <T> List<T> each(int count, IntFunction<T> made) {
        return IntStream.range(0, count).mapToObj(made).toList();
    }

    private synchronized GroupLog begin(int region, int group, int topic, int partition) {
        GroupLog log = new GroupLog(region, group, topic, partition, scratch);
        groupLogs.put(new Place(region, group, topic, partition), log);
        return log;
    }

    private synchronized ScanLog begin(int region, int topic, int partition) {
        ScanLog log = new ScanLog(region, topic, partition, scratch);
        scanLogs.put(new Place(region, 0, topic, partition), log);
        return log;
    }

    GroupLog groupLog(int region, int group, int topic, int partition) {
        return groupPlaces.get(group).get(region).get(topic).of(partition);
    }

    @Nullable
    GroupLog knownGroupLog(int region, int group, int topic, int partition) {
        return groupPlaces.get(group).get(region).get(topic).known(partition);
    }

    ScanLog scanLog(int region, int topic, int partition) {
        return scanPlaces.get(region).get(topic).of(partition);
    }

    @Nullable
    ScanLog knownScanLog(int region, int topic, int partition) {
        return scanPlaces.get(region).get(topic).known(partition);
    }

    /** How many partitions of a topic were scanned in a region; empty: none, or one between others was not. */
    OptionalInt scannedWithoutGap(int region, int topic) {
        List<Integer> scanned = new ArrayList<>();
        scanPlaces.get(region).get(topic).forEach((partition, log) -> scanned.add(partition));
        boolean whole =
                !scanned.isEmpty() && scanned.get(0) == 0 && scanned.get(scanned.size() - 1) == scanned.size() - 1;
        return whole ? OptionalInt.of(scanned.size()) : OptionalInt.empty();
    }

    /** By group, region, topic, partition. */
    Collection<GroupLog> groupLogs() {
        return groupLogs.values();
    }

    /** By region, topic, partition. */
    Collection<ScanLog> scanLogs() {
        return scanLogs.values();
    }

    /** Whether the log is a record's native one: the topic is no copy, and this region is where the record was sent. */
    boolean nativeLog(int region, int topic, long ref) {
        return !mirrored[topic] && sends.session(ref).sentTo(region, Ref.sequence(ref));
    }

    String lineage(int topic) {
        return catalogue.topics().get(topic).lineage();
    }

    RecordId id(long ref) {
        return Ref.phantom(ref) ? sends.phantom(ref) : sends.session(ref).id(Ref.sequence(ref));
    }

    /** A record as people read it; numbers where the catalogue has no name (a phantom's). */
    String name(long ref) {
        RecordId id = id(ref);
        boolean named = id.worker() >= 0
                && id.worker() < catalogue.regions().size()
                && id.producer() >= 0
                && id.producer() < catalogue.producers().size();
        return named ? catalogue.name(id) : id.toString();
    }

    /** {@code us-east orders/3@567}. */
    String place(int region, int topic, int partition, long offset) {
        return catalogue.regions().get(region) + " "
                + catalogue.topics().get(topic).name() + "/" + partition + "@" + offset;
    }
}
