package io.firedrill.evidence;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The names behind the numbers in journals. Written once into the timeline, before the first fact.
 *
 * @param regions by index; a worker has its region's index
 * @param topics every topic name that can occur, native and mirrored, by index
 * @param producers by index
 * @param groups by index
 * @param stores by index; none in evidence from before there were stores
 */
public record Catalogue(
        List<String> regions, List<Topic> topics, List<Producer> producers, List<Group> groups, List<Store> stores) {

    /** Without stores. */
    public Catalogue(List<String> regions, List<Topic> topics, List<Producer> producers, List<Group> groups) {
        this(regions, topics, producers, groups, List.of());
    }

    /** Whoever reads old evidence passes null for what it does not have. */
    @JsonCreator
    static Catalogue read(
            @JsonProperty("regions") List<String> regions,
            @JsonProperty("topics") List<Topic> topics,
            @JsonProperty("producers") List<Producer> producers,
            @JsonProperty("groups") List<Group> groups,
            @JsonProperty("stores") @Nullable List<Store> stores) {
        return new Catalogue(regions, topics, producers, groups, stores == null ? List.of() : stores);
    }

    public Catalogue {
        stores = List.copyOf(stores);
        regions = List.copyOf(regions);
        topics = List.copyOf(topics);
        producers = List.copyOf(producers);
        groups = List.copyOf(groups);
    }

    /**
     * @param name as in Kafka, {@code orders} or {@code us-east.orders}
     * @param lineage the native topic's name that all its copies share
     * @param origin region of the native topic this mirrors; empty for a native topic
     * @param partitions of the topic
     */
    public record Topic(String name, String lineage, String origin, int partitions) {
        /** A copy made by replication, in any region but its origin. */
        public boolean mirrored() {
            return !origin.isEmpty();
        }
    }

    /**
     * @param name as {@code order-service-0}
     * @param service its service
     * @param topic index of the native topic it writes
     * @param ratePerSecond intended sends a second of this producer alone
     * @param valueBytes size of the value
     */
    public record Producer(String name, String service, int topic, double ratePerSecond, int valueBytes) {}

    /**
     * @param name group id
     * @param service its service
     * @param topics indexes of every topic it reads, whole lineages
     */
    public record Group(String name, String service, List<Integer> topics) {
        public Group {
            topics = List.copyOf(topics);
        }
    }

    /**
     * A table of a service, replicated beside its topic.
     *
     * @param service its service, which is also its name
     * @param written {@code before}, {@code with} or {@code after} the event
     * @param producers indexes of the producers whose records are its rows
     */
    public record Store(String service, String written, List<Integer> producers) {
        public Store {
            producers = List.copyOf(producers);
        }
    }

    /** Index of a topic's name, or -1. */
    public int topic(String name) {
        for (int i = 0; i < topics.size(); i++) {
            if (topics.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** Name of a record as people read it: {@code us-east/order-service-0/1/1234}. */
    public String name(RecordId id) {
        return regions.get(id.worker()) + "/" + producers.get(id.producer()).name() + "/" + id.session() + "/"
                + id.sequence();
    }
}
