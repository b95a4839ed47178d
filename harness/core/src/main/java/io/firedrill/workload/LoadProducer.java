package io.firedrill.workload;

import io.firedrill.evidence.FactSink;
import io.firedrill.evidence.RecordStamp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.Recorder;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open-loop producer: sends each slot of its {@link SlotGrid} when it is due, whatever became of the ones before.
 *
 * <p>{@code send()} blocks for up to {@code max.block.ms} while metadata or buffer space is gone. The schedule does not: it is
 * arithmetic on the clock, and the {@link SlotCursor} keeps what came due meanwhile, as far as it could still be in time. What the service
 * calls before each send blocks in the same way; without an answer the slot is given up, as a request would be.
 */
final class LoadProducer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LoadProducer.class);

    /** Waking up costs more than this is worth: at high rates slots are sent in little groups. */
    private static final long LEAST_PARK_NANOS = 200_000;

    /** A closed client refuses at once what waited for it. */
    private static final Duration REFUSAL = Duration.ofSeconds(1);

    private final WorkerAssignment.ProducerAssignment assignment;
    private final int region;
    private final int session;
    private final long backlog;
    private final FactSink journal;
    private final RecordOutlet outlet;
    private final Resends resends;
    private final Optional<EventRows> rows;
    private final Stamping stamping;
    private final SendCounts counts;
    private final SendUnderWay.Context context;
    private final KeyChoice keys;
    private final byte[] value;
    private final DependencyCalls calls;
    private final Thread thread;
    private final Consumer<RuntimeException> trouble;

    private boolean active;
    private @Nullable SlotGrid grid;
    private long intendedBefore;
    private volatile @Nullable Turn turn;
    private volatile boolean closed;
    private volatile long aheadMillis;
    private long sequence;

    /** Fills a value; {@link RecordStamp#write} but for a benchmark of what it costs. */
    interface Stamping {
        void write(
                byte[] value,
                byte[] key,
                byte[] idHeader,
                int worker,
                int producer,
                int session,
                long sequence,
                long keyHash,
                int origin,
                long intended);
    }

    /** From {@code first} on the slots of {@code grid} are ours. */
    private record Turn(SlotGrid grid, long first) {}

    /** @param client used and closed by this; each record stands for itself */
    LoadProducer(
            WorkerAssignment worker,
            WorkerAssignment.ProducerAssignment assignment,
            FactSink journal,
            Producer<byte[], byte[]> client,
            Stamping stamping,
            Recorder latency,
            Consumer<RuntimeException> trouble) {
        this(worker, assignment, journal, new PlainOutlet(client), Optional.empty(), stamping, latency, trouble);
    }

    /**
     * @param outlet used and closed by this
     * @param rows the table that has a row for each record, if any
     * @param trouble told what keeps this from its work, on any thread
     */
    LoadProducer(
            WorkerAssignment worker,
            WorkerAssignment.ProducerAssignment assignment,
            FactSink journal,
            RecordOutlet outlet,
            Optional<EventRows> rows,
            Stamping stamping,
            Recorder latency,
            Consumer<RuntimeException> trouble) {
        this.assignment = assignment;
        this.region = worker.worker();
        this.session = worker.incarnation();
        // A slot older than the limit cannot be in time any more: its caller has given up.
        this.backlog = (long)
                Math.ceil(assignment.ratePerSecond() * worker.latencyLimit().toNanos() / 1e9);
        this.journal = journal;
        this.outlet = outlet;
        this.rows = rows;
        this.stamping = stamping;
        this.counts = new SendCounts(latency, worker.latencyLimit().toNanos());
        this.trouble = trouble;
        int topic = worker.catalogue().topic(assignment.topic());
        this.context = new SendUnderWay.Context(
                journal,
                counts,
                region,
                assignment.producer(),
                session,
                topic,
                !"0".equals(ClientSettings.acks(assignment)),
                number -> rows.ifPresent(of -> of.acknowledged(number)),
                trouble);
        this.resends = new Resends(context, assignment.resends(), worker.seed());
        this.keys = new KeyChoice(worker.seed(), assignment.producer(), assignment.keys());
        this.value = new byte[Math.max(RecordStamp.BYTES, assignment.sizeBytes())];
        this.calls = new DependencyCalls(assignment.calls());
        this.active = assignment.active();
        this.thread = new Thread(this::run, "producer-" + assignment.producer());
        this.thread.setDaemon(true);
        this.thread.start();
    }

    String service() {
        return assignment.service();
    }

    /** The load's schedule begins; without effect when it already has. */
    synchronized void startLoad(long origin, long now) {
        if (grid == null) {
            grid = new SlotGrid(origin, assignment.ratePerSecond());
            takeTurn(now);
        }
    }

    /** No further slot is sent, here or after an activation. */
    synchronized void stopLoad(long now) {
        endTurn(now);
        grid = null;
    }

    synchronized void activate(long now) {
        active = true;
        takeTurn(now);
    }

    /** No further slot is sent until it is activated again. */
    synchronized void deactivate(long now) {
        active = false;
        endTurn(now);
    }

    /** From now on records carry a timestamp that is this far ahead of the machine's clock. */
    void setClock(Duration ahead) {
        aheadMillis = ahead.toMillis();
    }

    synchronized WorkerEvent.ProducerStats stats(long now) {
        return new WorkerEvent.ProducerStats(
                assignment.producer(),
                active,
                intended(now),
                counts.sent.sum(),
                counts.acked.sum(),
                counts.ackedInTime.sum(),
                counts.failed.sum(),
                counts.unknown.sum(),
                Math.max(0, now - counts.oldestIntended(now)));
    }

    private void takeTurn(long now) {
        SlotGrid slots = grid;
        if (active && slots != null && turn == null) {
            turn = new Turn(slots, slots.firstFrom(now));
            LockSupport.unpark(thread);
        }
    }

    private void endTurn(long now) {
        intendedBefore = intended(now);
        turn = null;
    }

    private long intended(long now) {
        Turn current = turn;
        return current == null
                ? intendedBefore
                : intendedBefore + Math.max(0, current.grid.lastDue(now) - current.first + 1);
    }

    private void run() {
        try {
            while (!closed) {
                Turn current = turn;
                if (current == null) {
                    LockSupport.park(this);
                } else {
                    sendSlotsOf(current);
                    outlet.rest();
                }
            }
        } catch (RuntimeException e) {
            trouble.accept(e);
        }
    }

    private void sendSlotsOf(Turn mine) {
        SlotCursor cursor = new SlotCursor(mine.grid, mine.first, backlog);
        while (turn == mine && !closed) {
            long now = System.nanoTime();
            long slot = cursor.take(now);
            if (slot == SlotCursor.NONE) {
                LockSupport.parkNanos(this, Math.max(LEAST_PARK_NANOS, cursor.nextAt() - now));
            } else if (calls.answered() && turn == mine) {
                send(slot, mine.grid.at(slot));
            }
        }
    }

    private void send(long slot, long intended) {
        byte[] key = keys.key(slot);
        long keyHash = RecordStamp.keyHash(key);
        int producer = assignment.producer();
        long number = sequence++;
        byte[] id = RecordStamp.idHeader(region, producer, session, number);
        // The client copies the value before send() returns, so one array serves all.
        stamping.write(value, key, id, region, producer, session, number, keyHash, region, intended);
        Header header = new RecordHeader(RecordStamp.ID_HEADER, id);
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(assignment.topic(), null, timestamp(), key, value, List.of(header));
        int bytes = key.length + value.length + RecordStamp.ID_HEADER.length() + id.length;
        SendUnderWay send = new SendUnderWay(context, number, intended);
        rows.ifPresent(of -> of.beforeSend(number));
        long invoked = System.nanoTime();
        RuntimeException refused = refusal(number);
        journal.sent(region, producer, session, number, keyHash, context.topic(), bytes, intended, invoked);
        counts.began(send);
        if (refused != null) {
            send.thrown(refused);
            return;
        }
        boolean taken = handOver(record, send);
        rows.ifPresent(of -> of.afterHandOver(number));
        if (taken && resends.wanted(number)) {
            again(record, number);
        }
        outlet.after();
    }

    private boolean handOver(ProducerRecord<byte[], byte[]> record, SendUnderWay send) {
        try {
            outlet.send(record, send);
            return true;
        } catch (RuntimeException e) {
            send.thrown(e);
            return false;
        }
    }

    /** A second hand-over that is refused changes nothing: the first is what counts. */
    private void again(ProducerRecord<byte[], byte[]> record, long number) {
        Callback outcome = resends.begun(number);
        try {
            outlet.send(record, outcome);
        } catch (KafkaException | IllegalStateException e) {
            LOG.info("record {} was not sent a second time: {}", number, e.toString());
        }
    }

    private @Nullable RuntimeException refusal(long number) {
        try {
            outlet.before(number);
            return null;
        } catch (KafkaException | IllegalStateException e) {
            return e;
        }
    }

    /** Null: the client takes the machine's time, as it does for everybody. */
    private @Nullable Long timestamp() {
        long ahead = aheadMillis;
        return ahead == 0 ? null : System.currentTimeMillis() + ahead;
    }

    /** Gives what is under way {@code atMost} to end; what does not is reported as unknown. */
    void close(Duration atMost) {
        closed = true;
        calls.close();
        LockSupport.unpark(thread);
        outlet.close(atMost);
        awaitLastSend();
    }

    /** A send that blocked is refused by the closed client: what became of it is told before anybody counts. */
    private void awaitLastSend() {
        try {
            thread.join(REFUSAL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("a send of {} was still under way when its client had been closed", assignment.service());
        }
    }

    @Override
    public void close() {
        close(Duration.ZERO);
    }
}
