package io.firedrill.audit;

import io.firedrill.evidence.FactSink;
import java.util.UUID;

/** What a region's logs held. */
final class ScanFacts implements FactSink {
    private final Facts facts;
    private final int region;
    private final FactsLoader.Oddities oddities = new FactsLoader.Oddities();
    private final SessionLookup sessions;

    ScanFacts(Facts facts, int region) {
        this.facts = facts;
        this.region = region;
        this.sessions = new SessionLookup(facts.sends());
    }

    FactsLoader.Oddities oddities() {
        return oddities;
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
