package io.firedrill.audit;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.FactSink;
import java.util.ArrayList;
import java.util.List;

/** Second pass over a journal: what groups did, and when the process stood still. */
final class GroupFacts implements FactSink {
    private final Facts facts;
    private final int region;
    private final int journal;
    private final long clockBound;
    private final FactsLoader.Oddities oddities = new FactsLoader.Oddities();
    private final SessionLookup sessions;
    private final ClockOrder order = new ClockOrder();

    /** Time of what each member of each group noted last. */
    private final LongTable lastOfMember = new LongTable();

    /** Time of what each store noted last. */
    private final LongTable lastOfStore = new LongTable();

    private final List<Stall> stalls = new ArrayList<>();
    private long firstAt = Long.MAX_VALUE;
    private long lastAt = Long.MIN_VALUE;

    /**
     * @param journal its place among all
     * @param clockBound by so much the times of two journals may be wrong to each other, nanoseconds
     */
    GroupFacts(Facts facts, int region, int journal, long clockBound) {
        this.facts = facts;
        this.region = region;
        this.journal = journal;
        this.clockBound = clockBound;
        this.sessions = new SessionLookup(facts.sends());
    }

    FactsLoader.Oddities oddities() {
        return oddities;
    }

    /** What says that the journal's clock went backwards. */
    ClockOrder order() {
        return order;
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
        noted(store, at);
    }

    @Override
    public void rowCopied(int store, int worker, int producer, int session, long sequence, long at) {
        noted(store, at);
        // A row may be of a record that was never sent; no log shows it, and so it is no phantom.
        Session sent = sessions.find(worker, producer, session);
        if (known(store) && sent != null && sent.sent(sequence)) {
            facts.store(region, store).copied(Ref.of(sent.index, sequence), at);
        }
    }

    @Override
    public void rowRefused(int store, int worker, int producer, int session, long sequence, long at) {
        noted(store, at);
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
            long ref = sessions.ref(worker, producer, session, sequence);
            facts.groupLog(region, group, topic, partition).delivered(instance, offset, ref, at, intact);
            noted(group, instance, topic, partition, offset, at);
            // Whose id was damaged on the way may bear that of a later one.
            if (intact && !Ref.phantom(ref)) {
                caused(ref, topic, partition, offset, at);
            }
        }
    }

    @Override
    public void deliveredForeign(int group, int instance, int topic, int partition, long offset, long at) {
        if (known(group, topic, partition, at)) {
            facts.groupLog(region, group, topic, partition).deliveredForeign(instance, offset, at);
            noted(group, instance, topic, partition, offset, at);
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
            noted(group, instance, topic, partition, position, at);
        }
    }

    @Override
    public void revoked(int group, int instance, int topic, int partition, long position, long at) {
        if (known(group, topic, partition, at)) {
            facts.groupLog(region, group, topic, partition).revoked(instance, position, at);
            noted(group, instance, topic, partition, position, at);
        }
    }

    @Override
    public void sought(int group, int instance, int topic, int partition, long position, long at) {
        if (known(group, topic, partition, at)) {
            facts.groupLog(region, group, topic, partition).sought(instance, position);
            noted(group, instance, topic, partition, position, at);
        }
    }

    @Override
    public void processed(int group, int instance, int topic, int partition, long offset, long at) {
        if (known(group, topic, partition, at)) {
            facts.groupLog(region, group, topic, partition).processed(offset, at);
            noted(group, instance, topic, partition, offset, at);
        }
    }

    @Override
    public void storePromoted(int store, long at) {
        noted(store, at);
        if (known(store)) {
            facts.store(region, store).promotions.add(at);
        } else {
            oddities.unknownName();
        }
    }

    @Override
    public void canary(int path, boolean success, long invoked, long finished) {
        seen(invoked);
        seen(finished);
        if (finished < invoked) {
            order.broke(ClockOrder.Kind.CANARIES, ClockOrder.back(invoked, finished), () -> "path " + path);
        }
    }

    @Override
    public void stalled(long from, long nanos) {
        seen(from);
        stalls.add(new Stall("worker of " + facts.catalogue().regions().get(region), false, from, nanos));
    }

    /** A member is one thread. */
    private void noted(int group, int instance, int topic, int partition, long offset, long at) {
        long member = (long) group << 32 | instance & 0xFFFFFFFFL;
        long before = lastOfMember.get(member, Long.MIN_VALUE);
        if (at < before) {
            order.broke(
                    ClockOrder.Kind.MEMBERS,
                    ClockOrder.back(before, at),
                    () -> "group " + facts.catalogue().groups().get(group).name() + ", member " + instance + ", "
                            + facts.place(region, topic, partition, offset));
        }
        lastOfMember.put(member, at);
    }

    /** A store does one thing after the other. */
    private boolean known(int store) {
        return store >= 0 && store < facts.catalogue().stores().size();
    }

    private void noted(int store, long at) {
        seen(at);
        long before = lastOfStore.get(store, Long.MIN_VALUE);
        if (at < before) {
            order.broke(ClockOrder.Kind.STORES, ClockOrder.back(before, at), () -> store(store));
        }
        lastOfStore.put(store, at);
    }

    private String store(int store) {
        List<Catalogue.Store> stores = facts.catalogue().stores();
        return "store "
                + (store >= 0 && store < stores.size()
                        ? "of " + stores.get(store).service()
                        : store);
    }

    private void caused(long ref, int topic, int partition, long offset, long at) {
        long early = facts.sends().session(ref).early(Ref.sequence(ref), at, journal, clockBound);
        if (early > 0) {
            order.broke(
                    ClockOrder.Kind.DELIVERIES,
                    early,
                    () -> facts.name(ref) + ", " + facts.place(region, topic, partition, offset));
        }
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
