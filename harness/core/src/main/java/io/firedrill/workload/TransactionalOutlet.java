package io.firedrill.workload;

import io.firedrill.evidence.TransactionFacts;
import io.firedrill.scenario.ServiceSpec;
import java.time.Duration;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Groups records into transactions, aborts some of them and leaves some open, as the scenario says, and writes down what was asked of
 * the coordinator before it is asked. A record that is to be aborted is in its log before: otherwise nobody could ever see it.
 *
 * <p>A client that can't go on (fenced, or its commit unanswered) is closed by force, which ends nothing at the brokers, and made
 * anew under the same transactional id.
 */
final class TransactionalOutlet implements RecordOutlet {
    private static final Logger LOG = LoggerFactory.getLogger(TransactionalOutlet.class);

    /** Whose transactions: the first three numbers of its records' ids. */
    record Session(int worker, int producer, int session) {}

    private final ServiceSpec.Transactions spec;
    private final Session session;
    private final long seed;
    private final TransactionFacts journal;
    private final IntFunction<Producer<byte[], byte[]>> clients;
    private final LongSupplier clock;
    private volatile @Nullable Producer<byte[], byte[]> client;
    private volatile boolean closed;
    private boolean ready;
    private boolean open;
    private int number;
    private long first;
    private long records;
    private long transactions;
    private long nextHang = Long.MAX_VALUE;

    /**
     * @param clients makes the client with the transactional id of this number
     * @param clock monotonic nanoseconds
     */
    TransactionalOutlet(
            ServiceSpec.Transactions spec,
            Session session,
            long seed,
            TransactionFacts journal,
            IntFunction<Producer<byte[], byte[]>> clients,
            LongSupplier clock) {
        this.spec = spec;
        this.session = session;
        this.seed = seed;
        this.journal = journal;
        this.clients = clients;
        this.clock = clock;
    }

    @Override
    public void before(long sequence) {
        if (open) {
            return;
        }
        Producer<byte[], byte[]> ours = client();
        if (!ready) {
            ours.initTransactions();
            ready = true;
        }
        long now = clock.getAsLong();
        if (!spec.hang().isZero() && nextHang == Long.MAX_VALUE) {
            nextHang = now + spec.hang().toNanos();
        }
        ours.beginTransaction();
        first = sequence;
        records = 0;
        transactions++;
        open = true;
        journal.transactionBegun(session.worker(), session.producer(), session.session(), first, now);
    }

    @Override
    public void send(ProducerRecord<byte[], byte[]> record, Callback outcome) {
        client().send(record, outcome);
    }

    @Override
    public void after() {
        records++;
        if (open && records >= spec.size()) {
            end();
        }
    }

    @Override
    public void rest() {
        if (open && !closed) {
            end();
        }
    }

    private void end() {
        open = false;
        try {
            if (clock.getAsLong() >= nextHang) {
                leaveOpen();
            } else if (aborts()) {
                client().flush();
                end(false);
            } else {
                end(true);
            }
        } catch (TimeoutException e) {
            // Asked and not answered: only a client of the same transactional id can find out, by beginning anew.
            LOG.info("transaction from {} of {}: {}", first, session, e.toString());
            startAnew();
        } catch (KafkaException | IllegalStateException e) {
            LOG.info("transaction from {} of {} could not be ended as it should: {}", first, session, e.toString());
            abortInstead();
        }
    }

    private void end(boolean commit) {
        journal.transactionEnding(
                session.worker(), session.producer(), session.session(), first, records, commit, clock.getAsLong());
        boolean confirmed = false;
        try {
            if (commit) {
                client().commitTransaction();
            } else {
                client().abortTransaction();
            }
            confirmed = true;
        } finally {
            journal.transactionEnded(
                    session.worker(), session.producer(), session.session(), first, confirmed, clock.getAsLong());
        }
    }

    private void abortInstead() {
        try {
            end(false);
        } catch (KafkaException | IllegalStateException e) {
            LOG.info("transaction from {} of {} could not be aborted: {}", first, session, e.toString());
            startAnew();
        }
    }

    /** The records are in their logs, and the one who could end the transaction is gone. */
    private void leaveOpen() {
        client().flush();
        nextHang += spec.hang().toNanos();
        number++;
        startAnew();
    }

    private void startAnew() {
        Producer<byte[], byte[]> old = client;
        client = null;
        ready = false;
        if (old != null) {
            old.close(Duration.ZERO);
        }
    }

    private Producer<byte[], byte[]> client() {
        Producer<byte[], byte[]> ours = client;
        if (ours == null) {
            if (closed) {
                throw new IllegalStateException("the producer is closed");
            }
            ours = clients.apply(number);
            client = ours;
        }
        return ours;
    }

    /** The same transactions for the same seed. */
    private boolean aborts() {
        long mixed = (seed * 31 + session.producer()) * 0x9E3779B97F4A7C15L + transactions;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return (mixed >>> 11) * 0x1.0p-53 < spec.abort();
    }

    @Override
    public void close(Duration atMost) {
        closed = true;
        Producer<byte[], byte[]> ours = client;
        if (ours != null) {
            ours.close(atMost);
        }
    }
}
