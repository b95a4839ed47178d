package io.firedrill.evidence;

import java.util.List;

/**
 * The names behind the numbers in journals. Written once into the timeline, before the first fact.
 *
 * @param regions by index; a worker has its region's index
 * @param topics every topic name that can occur, native and mirrored, by index
 * @param producers by index
 * @param groups by index
 */
public record Catalogue(List<String> regions, List<Topic> topics, List<Producer> producers, List<Group> groups) {

    public Catalogue {
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
