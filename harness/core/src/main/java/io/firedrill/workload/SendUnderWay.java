package io.firedrill.workload;

import io.firedrill.evidence.FactSink;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * One send, from before its hand-over to its outcome (MEASURES.md, 1).
 *
 * <p>The client reports an error either on the caller's thread, before {@code send()} returns: then it never took the record,
 * which is {@code failed}. Or later on its own thread: then an attempt may have been appended, which is {@code unknown}. A
 * batch that expired without ever having been sent cannot be told from one whose answer was lost, and is {@code unknown} too.
 */
final class SendUnderWay implements Callback {

    /**
     * What all sends of a producer's session share.
     *
     * @param acknowledged false with {@code acks=0}: then the client reports success as soon as the record has left, and
     *     nobody knows what became of it
     * @param done hears the sequence of each record that was acknowledged, once it is written down
     * @param trouble told when the journal could not be written
     */
    record Context(
            FactSink journal,
            SendCounts counts,
            int worker,
            int producer,
            int session,
            int topic,
            boolean acknowledged,
            LongConsumer done,
            Consumer<RuntimeException> trouble) {
        Context(
                FactSink journal,
                SendCounts counts,
                int worker,
                int producer,
                int session,
                int topic,
                boolean acknowledged,
                Consumer<RuntimeException> trouble) {
            this(journal, counts, worker, producer, session, topic, acknowledged, sequence -> {}, trouble);
        }
    }

    private final Context context;
    private final long sequence;
    private final long intended;
    private final Thread caller = Thread.currentThread();
    private volatile boolean ended;

    SendUnderWay(Context context, long sequence, long intended) {
        this.context = context;
        this.sequence = sequence;
        this.intended = intended;
    }

    long intended() {
        return intended;
    }

    boolean ended() {
        return ended;
    }

    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception error) {
        try {
            long at = System.nanoTime();
            if (error == null && metadata != null && context.acknowledged) {
                acknowledged(metadata, at);
            } else if (error == null) {
                lostSightOf("NoAcknowledgement", at);
            } else if (Thread.currentThread() == caller) {
                neverHandedOver(error.getClass().getSimpleName(), at);
            } else {
                lostSightOf(error.getClass().getSimpleName(), at);
            }
        } catch (RuntimeException e) {
            // The client would only log it; without a journal the drill cannot go on.
            context.trouble.accept(e);
        }
    }

    /** {@code send()} itself threw: the record never left. */
    void thrown(RuntimeException error) {
        neverHandedOver(error.getClass().getSimpleName(), System.nanoTime());
    }

    private void acknowledged(RecordMetadata metadata, long at) {
        boolean first = !ended;
        if (first) {
            context.counts.acked(intended, at);
        }
        ended = true;
        context.journal.acked(
                context.worker,
                context.producer,
                context.session,
                sequence,
                context.topic,
                metadata.partition(),
                metadata.offset(),
                at);
        if (first) {
            context.done.accept(sequence);
        }
    }

    // The client may report one send twice, by callback and by throwing; the first report is the one that knows.
    private void neverHandedOver(String error, long at) {
        if (!ended) {
            ended = true;
            context.counts.failed.increment();
            context.journal.failed(context.worker, context.producer, context.session, sequence, at, error);
        }
    }

    private void lostSightOf(String error, long at) {
        if (!ended) {
            ended = true;
            context.counts.unknown.increment();
            context.journal.unknown(context.worker, context.producer, context.session, sequence, at, error);
        }
    }
}
