package io.firedrill.audit;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.JournalState;
import io.firedrill.evidence.RecordId;
import io.firedrill.evidence.StallLog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All facts of a drill's journals and scans, indexed. Complete once {@link FactsLoader} is done, and not changed after. */
final class Facts {

    /** A journal that was read. */
    record Journal(String name, int region, int incarnation, JournalState state, long lastAt) {}

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
    private final SendIndex sends = new SendIndex();
    private final Map<Place, GroupLog> groupLogs = new TreeMap<>();
    private final Map<Place, ScanLog> scanLogs = new TreeMap<>();
    private final Transactions transactions = new Transactions();
    private final Map<Place, UUID> topicIds = new TreeMap<>();
    private final Map<Place, StoreRows> stores = new TreeMap<>();
    private final List<Stall> stalls = new ArrayList<>();
    private final List<StallLog> stallLogs = new ArrayList<>();
    private final List<Journal> journals = new ArrayList<>();
    private final List<Journal> scans = new ArrayList<>();

    Facts(Catalogue catalogue) {
        this.catalogue = catalogue;
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
        return stores.getOrDefault(new Place(region, 0, store, 0), new StoreRows());
    }

    /** The store in a region, by its index in the catalogue. */
    StoreRows store(int region, int store) {
        return stores.computeIfAbsent(new Place(region, 0, store, 0), p -> new StoreRows());
    }

    /** What journals say of their own workers. */
    List<Stall> stalls() {
        return stalls;
    }

    /** One a process. */
    List<StallLog> stallLogs() {
        return stallLogs;
    }

    /** One a worker incarnation. */
    List<Journal> journals() {
        return journals;
    }

    /** One a region that was scanned. */
    List<Journal> scans() {
        return scans;
    }

    GroupLog groupLog(int region, int group, int topic, int partition) {
        return groupLogs.computeIfAbsent(
                new Place(region, group, topic, partition), p -> new GroupLog(region, group, topic, partition));
    }

    @Nullable
    GroupLog knownGroupLog(int region, int group, int topic, int partition) {
        return groupLogs.get(new Place(region, group, topic, partition));
    }

    ScanLog scanLog(int region, int topic, int partition) {
        return scanLogs.computeIfAbsent(
                new Place(region, 0, topic, partition), p -> new ScanLog(region, topic, partition));
    }

    @Nullable
    ScanLog knownScanLog(int region, int topic, int partition) {
        return scanLogs.get(new Place(region, 0, topic, partition));
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
        return !catalogue.topics().get(topic).mirrored() && sends.session(ref).sentTo(region, Ref.sequence(ref));
    }

    String lineage(int topic) {
        return catalogue.topics().get(topic).lineage();
    }

    RecordId id(long ref) {
        return Ref.phantom(ref)
                ? sends.phantoms().get((int) (-1 - ref))
                : sends.session(ref).id(Ref.sequence(ref));
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
