package io.firedrill.audit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One record of a synthetic drill: what was sent, what the logs hold, what was delivered. Tests change it before it is written. */
final class SyntheticRecord {

    /**
     * A copy in a log.
     *
     * @param lateMillis how much its timestamp differs from the record's
     * @param intact otherwise its digest differs and its checksum does not hold
     * @param changed its digest differs, though its checksum holds
     */
    record Copy(int region, int topic, int partition, long offset, boolean intact, long lateMillis, boolean changed) {
        Copy(int region, int topic, int partition, long offset, boolean intact) {
            this(region, topic, partition, offset, intact, 0, false);
        }

        Copy at(long other) {
            return new Copy(region, topic, partition, other, intact, lateMillis, changed);
        }
    }

    /** The same record, handed to another region as well, and acknowledged there. */
    record Retry(int region, long invoked, long endedAt, long offset) {
        Retry at(long other) {
            return new Retry(region, invoked, endedAt, other);
        }
    }

    /** A delivery to the group. */
    record Delivery(int region, int topic, int partition, long offset, long at) {
        Delivery from(long other) {
            return new Delivery(region, topic, partition, other, at);
        }
    }

    final int region;
    final long sequence;
    int session = 1;
    int sessionInLogs = 1;
    int sessionInDeliveries = 1;
    final long key;
    final int partition;
    final long intended;
    long invoked;
    byte outcome = Sends.OK;
    long ackOffset;
    long endedAt;

    @Nullable
    Retry retry;

    final List<Copy> copies = new ArrayList<>();
    final List<Delivery> deliveries = new ArrayList<>();

    SyntheticRecord(int region, long sequence, long key, int partition, long intended) {
        this.region = region;
        this.sequence = sequence;
        this.key = key;
        this.partition = partition;
        this.intended = intended;
    }

    /** All facts of it name another session. */
    void ofSession(int other) {
        session = other;
        sessionInLogs = other;
        sessionInDeliveries = other;
    }

    /** Its mirrored copies are gone. */
    void notMirrored() {
        copies.removeIf(copy -> copy.topic() == SyntheticDrill.MIRROR);
    }

    /** Its native copies are gone. */
    void notInNativeLog() {
        copies.removeIf(this::isNative);
    }

    boolean isNative(Copy copy) {
        return copy.topic() == SyntheticDrill.ORDERS && copy.region() == region;
    }

    Copy copy(int topic) {
        return copies.stream().filter(copy -> copy.topic() == topic).findFirst().orElseThrow();
    }

    void replace(Copy old, Copy other) {
        copies.set(copies.indexOf(old), other);
    }

    void notDelivered() {
        deliveries.clear();
    }
}
