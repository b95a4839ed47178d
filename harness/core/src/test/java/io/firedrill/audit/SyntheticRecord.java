package io.firedrill.audit;

import java.util.ArrayList;
import java.util.List;

/** One record of a synthetic drill: what was sent, what the logs hold, what was delivered. Tests change it before it is written. */
final class SyntheticRecord {

    /** A copy in a log. */
    record Copy(int region, int topic, int partition, long offset, boolean intact) {}

    /** A delivery to the group. */
    record Delivery(int region, int topic, int partition, long offset, long at) {}

    final int region;
    final long sequence;
    final long key;
    final int partition;
    final long intended;
    long invoked;
    byte outcome = Sends.OK;
    long ackOffset;
    long endedAt;
    final List<Copy> copies = new ArrayList<>();
    final List<Delivery> deliveries = new ArrayList<>();

    SyntheticRecord(int region, long sequence, long key, int partition, long intended) {
        this.region = region;
        this.sequence = sequence;
        this.key = key;
        this.partition = partition;
        this.intended = intended;
    }

    /** Its mirrored copies are gone. */
    void notMirrored() {
        copies.removeIf(copy -> copy.topic() == SyntheticDrill.MIRROR);
    }

    /** Its native copies are gone. */
    void notInNativeLog() {
        copies.removeIf(copy -> copy.topic() == SyntheticDrill.ORDERS && copy.region() == region);
    }

    void notDelivered() {
        deliveries.clear();
    }
}
