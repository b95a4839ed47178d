package io.firedrill.audit;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.FactSink;
import java.util.ArrayList;
import java.util.List;

/** Second pass over a journal: what groups did, and when the process stood still. */
final class GroupFacts implements FactSink {
    private final Facts facts;
    private final int region;
    private final FactsLoader.Oddities oddities = new FactsLoader.Oddities();
    private final SessionLookup sessions;
    private final List<Stall> stalls = new ArrayList<>();
    private long firstAt = Long.MAX_VALUE;
    private long lastAt = Long.MIN_VALUE;

    GroupFacts(Facts facts, int region) {
        this.facts = facts;
        this.region = region;
        this.sessions = new SessionLookup(facts.sends());
    }

    FactsLoader.Oddities oddities() {
        return oddities;
    }

    /** What the journal says of its own worker. */
    List<Stall> stalls() {
        return stalls;
    }

    /** The earliest time of a fact; {@code Long.MAX_VALUE} when there is none. */
    long firstAt() {
        return firstAt;
    }

    /** The latest time of a fact; {@code Long.MIN_VALUE} when there is none. */
    long lastAt() {
        return lastAt;
    }

    @Override
    public void sent(int w, int p, int s, long sequence, long key, int topic, int bytes, long intended, long invoked) {
        seen(invoked);
    }

    @Override
    public void acked(int w, int p, int s, long sequence, int topic, int partition, long offset, long at) {
        seen(at);
    }

    @Override
    public void failed(int worker, int producer, int session, long sequence, long at, String error) {
        seen(at);
    }

    @Override
    public void unknown(int worker, int producer, int session, long sequence, long at, String error) {
        seen(at);
    }

    @Override
    public void resent(int worker, int producer, int session, long sequence, long at) {
        seen(at);
    }

    @Override
    public void transactionBegun(int worker, int producer, int session, long first, long at) {
        seen(at);
    }

    @Override
    public void transactionEnding(
            int worker, int producer, int session, long first, long records, boolean commit, long at) {
        seen(at);
    }

    @Override
    public void transactionEnded(int worker, int producer, int session, long first, boolean confirmed, long at) {
        seen(at);
    }

    @Override
    public void rowWritten(int store, int worker, int producer, int session, long sequence, long at) {
        seen(at);
    }

    @Override
    public void rowCopied(int store, int worker, int producer, int session, long sequence, long at) {
        seen(at);
    }

    @Override
    public void rowRefused(int store, int worker, int producer, int session, long sequence, long at) {
        seen(at);
    }

    @Override
    public void delivered(
            int group,
            int instance,
            int topic,
            int partition,
            long offset,
            int worker,
            int producer,
            int session,
            long sequence,
            long at,
            boolean intact) {
        if (known(group, topic, partition, at)) {
            facts.groupLog(region, group, topic, partition)
                    .delivered(instance, offset, sessions.ref(worker, producer, session, sequence), at, intact);
        }
    }

    @Override
    public void deliveredForeign(int group, int instance, int topic, int partition, long offset, long at) {
        if (known(group, topic, partition, at)) {
            facts.groupLog(region, group, topic, partition).deliveredForeign(instance, offset, at);
        }
    }

    @Override
    public void committed(int group, int topic, int partition, long offset, long at) {
        if (known(group, topic, partition, at)) {
            facts.groupLog(region, group, topic, partition).committed(offset, at);
        }
    }

    @Override
    public void assigned(int group, int instance, int topic, int partition, long position, long at) {
        if (known(group, topic, partition, at)) {
            facts.groupLog(region, group, topic, partition).assigned(instance, position, at);
        }
    }

    @Override
    public void revoked(int group, int instance, int topic, int partition, long position, long at) {
        if (known(group, topic, partition, at)) {
            facts.groupLog(region, group, topic, partition).revoked(instance, position, at);
        }
    }

    @Override
    public void sought(int group, int instance, int topic, int partition, long position, long at) {
        if (known(group, topic, partition, at)) {
            facts.groupLog(region, group, topic, partition).sought(instance, position);
        }
    }

    @Override
    public void processed(int group, int instance, int topic, int partition, long offset, long at) {
        if (known(group, topic, partition, at)) {
            facts.groupLog(region, group, topic, partition).processed(offset, at);
        }
    }

    @Override
    public void storePromoted(int store, long at) {
        seen(at);
        if (store < 0 || store >= facts.catalogue().stores().size()) {
            oddities.unknownName();
        } else {
            facts.store(region, store).promotions.add(at);
        }
    }

    @Override
    public void canary(int path, boolean success, long invoked, long finished) {
        seen(invoked);
        seen(finished);
    }

    @Override
    public void stalled(long from, long nanos) {
        seen(from);
        stalls.add(new Stall("worker of " + facts.catalogue().regions().get(region), false, from, nanos));
    }

    private boolean known(int group, int topic, int partition, long at) {
        seen(at);
        Catalogue catalogue = facts.catalogue();
        boolean known = group >= 0
                && group < catalogue.groups().size()
                && topic >= 0
                && topic < catalogue.topics().size()
                && partition >= 0;
        if (!known) {
            oddities.unknownName();
        }
        return known;
    }

    private void seen(long at) {
        firstAt = Math.min(firstAt, at);
        lastAt = Math.max(lastAt, at);
    }
}
