package io.firedrill.audit;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.FactSink;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** First pass over a journal: what was sent and how it ended. */
final class SendFacts implements FactSink {
    private final Facts facts;
    private final int region;
    private final FactsLoader.Oddities oddities = new FactsLoader.Oddities();
    private final SessionLookup sessions;
    private final ClockOrder order = new ClockOrder();
    private long next;

    SendFacts(Facts facts, int region, int ordinal) {
        this.facts = facts;
        this.region = region;
        this.sessions = new SessionLookup(facts.sends());
        this.next = (long) ordinal << Sends.FACT_BITS;
    }

    FactsLoader.Oddities oddities() {
        return oddities;
    }

    /** What says that the journal's clock went backwards. */
    ClockOrder order() {
        return order;
    }

    @Override
    public void sent(
            int worker,
            int producer,
            int session,
            long sequence,
            long keyHash,
            int topic,
            int bytes,
            long intended,
            long invoked) {
        next++;
        Catalogue catalogue = facts.catalogue();
        if (topic < 0
                || topic >= catalogue.topics().size()
                || worker < 0
                || worker >= catalogue.regions().size()
                || producer < 0
                || producer >= catalogue.producers().size()) {
            oddities.unknownName();
            return;
        }
        Sends sends = sends(sessions.begin(worker, producer, session));
        if (!sends.sent(sequence, keyHash, topic, bytes, intended, invoked)) {
            oddities.implausibleSend();
        } else {
            long back = sends.outOfTurn((int) sequence);
            if (back > 0) {
                order.broke(ClockOrder.Kind.SENDS, back, () -> name(sends, sequence));
            }
        }
    }

    @Override
    public void acked(
            int worker, int producer, int session, long sequence, int topic, int partition, long offset, long at) {
        Sends sends = sends(worker, producer, session);
        if (topic < 0 || topic >= facts.catalogue().topics().size() || partition < 0) {
            oddities.unknownName();
        } else if (sends == null || !sends.acked(sequence, topic, partition, offset, at)) {
            oddities.outcomeWithoutSend();
        } else {
            follows(sends, sequence, at);
        }
    }

    @Override
    public void failed(int worker, int producer, int session, long sequence, long at, String error) {
        ended(worker, producer, session, sequence, Sends.FAILED, at);
    }

    @Override
    public void unknown(int worker, int producer, int session, long sequence, long at, String error) {
        ended(worker, producer, session, sequence, Sends.UNKNOWN, at);
    }

    @Override
    public void resent(int worker, int producer, int session, long sequence, long at) {
        Sends sends = sends(worker, producer, session);
        if (sends == null || !sends.known(sequence)) {
            oddities.outcomeWithoutSend();
        } else {
            follows(sends, sequence, at);
        }
    }

    @Override
    public void transactionBegun(int worker, int producer, int session, long first, long at) {
        Catalogue catalogue = facts.catalogue();
        if (worker < 0
                || worker >= catalogue.regions().size()
                || producer < 0
                || producer >= catalogue.producers().size()) {
            oddities.unknownName();
            return;
        }
        next++;
        facts.transactions().begun(sends(sessions.begin(worker, producer, session)), first, at);
    }

    @Override
    public void transactionEnding(
            int worker, int producer, int session, long first, long records, boolean commit, long at) {
        Sends sends = sends(worker, producer, session);
        if (sends == null) {
            oddities.outcomeWithoutSend();
        } else {
            proceeds(sends, first, facts.transactions().ending(sends, first, records, commit, at));
        }
    }

    @Override
    public void transactionEnded(int worker, int producer, int session, long first, boolean confirmed, long at) {
        Sends sends = sends(worker, producer, session);
        if (sends == null) {
            oddities.outcomeWithoutSend();
        } else {
            proceeds(sends, first, facts.transactions().ended(sends, first, confirmed, at));
        }
    }

    /** @param back by how much a transaction's fact is earlier than the one before; empty: it never began */
    private void proceeds(Sends sends, long first, OptionalLong back) {
        if (back.isEmpty()) {
            oddities.outcomeWithoutSend();
        } else if (back.getAsLong() > 0) {
            order.broke(
                    ClockOrder.Kind.TRANSACTIONS,
                    back.getAsLong(),
                    () -> "the transaction from " + name(sends, first) + " on");
        }
    }

    private void follows(Sends sends, long sequence, long at) {
        long invoked = sends.invoked((int) sequence);
        if (at < invoked) {
            order.broke(ClockOrder.Kind.OUTCOMES, ClockOrder.back(invoked, at), () -> name(sends, sequence));
        }
    }

    private String name(Sends sends, long sequence) {
        return facts.catalogue().name(sends.session.id((int) sequence));
    }

    private void ended(int worker, int producer, int session, long sequence, byte how, long at) {
        Sends sends = sends(worker, producer, session);
        if (sends == null || !sends.ended(sequence, how, at)) {
            oddities.outcomeWithoutSend();
        } else {
            follows(sends, sequence, at);
        }
    }

    private Sends sends(Session session) {
        Sends known = session.known(region);
        return known == null ? session.to(region, next) : known;
    }

    private @Nullable Sends sends(int worker, int producer, int session) {
        Session known = sessions.find(worker, producer, session);
        return known == null ? null : known.known(region);
    }
}
