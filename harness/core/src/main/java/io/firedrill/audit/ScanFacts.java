package io.firedrill.audit;

import io.firedrill.evidence.FactSink;

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

    private boolean known(int topic, int partition) {
        if (topic < 0 || topic >= facts.catalogue().topics().size() || partition < 0) {
            oddities.unknownName();
            return false;
        }
        return true;
    }
}
