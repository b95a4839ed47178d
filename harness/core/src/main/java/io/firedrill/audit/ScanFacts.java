package io.firedrill.audit;

import io.firedrill.evidence.FactSink;
import java.util.UUID;
import java.util.function.Supplier;

/** What a region's logs held. */
final class ScanFacts implements FactSink {
    private final Facts facts;
    private final int region;
    private final FactsLoader.Oddities oddities = new FactsLoader.Oddities();
    private final SessionLookup sessions;
    private final ClockOrder order = new ClockOrder();
    private long firstAt = Long.MAX_VALUE;
    private long lastAt = Long.MIN_VALUE;
    private long before = Long.MIN_VALUE;

    ScanFacts(Facts facts, int region) {
        this.facts = facts;
        this.region = region;
        this.sessions = new SessionLookup(facts.sends());
    }

    FactsLoader.Oddities oddities() {
        return oddities;
    }

    /** What it found of the scan's clock: one thread scans, so each time is at least the one before. */
    ClockOrder order() {
        return order;
    }

    /** The earliest time that it noted; {@code Long.MAX_VALUE} when there is none. */
    long firstAt() {
        return firstAt;
    }

    /** The latest; {@code Long.MIN_VALUE} when there is none. */
    long lastAt() {
        return lastAt;
    }

    private void noted(long at, Supplier<String> what) {
        if (at < before) {
            order.broke(ClockOrder.Kind.SCANS, ClockOrder.back(before, at), what);
        }
        before = at;
        firstAt = Math.min(firstAt, at);
        lastAt = Math.max(lastAt, at);
    }

    private String topic(int topic) {
        return facts.catalogue().topics().get(topic).name();
    }

    @Override
    public void scanned(
            int topic,
            int partition,
            long offset,
            int worker,
            int producer,
            int session,
            long sequence,
            long keyHash,
            long timestamp,
            int bytes,
            int digest,
            boolean intact) {
        if (known(topic, partition)) {
            facts.scanLog(region, topic, partition)
                    .scanned(offset, sessions.ref(worker, producer, session, sequence), timestamp, digest, intact);
        }
    }

    @Override
    public void scannedForeign(int topic, int partition, long offset, long timestamp, int bytes) {
        if (known(topic, partition)) {
            facts.scanLog(region, topic, partition).foreign.add(offset);
        }
    }

    @Override
    public void scanComplete(int topic, int partition, long start, long end, long at) {
        if (known(topic, partition)) {
            facts.scanLog(region, topic, partition).complete(start);
            noted(at, () -> "the end of " + topic(topic) + "/" + partition);
        }
    }

    @Override
    public void rowScanned(int store, int worker, int producer, int session, long sequence) {
        if (knownStore(store)) {
            Session sent = sessions.find(worker, producer, session);
            if (sent == null || !sent.sent(sequence)) {
                facts.store(region, store).unsent();
            } else {
                facts.store(region, store).rows.add(Ref.of(sent.index, sequence));
            }
        }
    }

    @Override
    public void storeScanned(int store, long rows, long at) {
        if (knownStore(store)) {
            facts.store(region, store).readWhole();
            noted(
                    at,
                    () -> "the store of "
                            + facts.catalogue().stores().get(store).service());
        }
    }

    private boolean knownStore(int store) {
        boolean known = store >= 0 && store < facts.catalogue().stores().size();
        if (!known) {
            oddities.unknownName();
        }
        return known;
    }

    @Override
    public void topicId(int topic, long mostSignificant, long leastSignificant, long at) {
        if (known(topic, 0)) {
            facts.topicId(region, topic, new UUID(mostSignificant, leastSignificant));
            noted(at, () -> "the id of " + topic(topic));
        }
    }

    private boolean known(int topic, int partition) {
        if (topic < 0 || topic >= facts.catalogue().topics().size() || partition < 0) {
            oddities.unknownName();
            return false;
        }
        return true;
    }
}
