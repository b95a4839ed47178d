package io.firedrill.workload;

import org.apache.kafka.clients.producer.Callback;

/**
 * Which records a service hands over twice on purpose, and what becomes of the second. A second send that fails says nothing of the
 * record, which the first may have brought into its log.
 */
final class Resends {
    private final SendUnderWay.Context context;
    private final double share;
    private final long seed;

    /** @param share of all records, 0 to 1 */
    Resends(SendUnderWay.Context context, double share, long seed) {
        this.context = context;
        this.share = share;
        this.seed = seed;
    }

    /** The same records for the same seed. */
    boolean wanted(long sequence) {
        if (share <= 0) {
            return false;
        }
        long mixed = (seed * 31 + context.producer()) * 0x9E3779B97F4A7C15L + sequence;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return (mixed >>> 11) * 0x1.0p-53 < share;
    }

    /** Writes the second send down, and returns who hears its outcome. */
    Callback begun(long sequence) {
        context.journal().resent(context.worker(), context.producer(), context.session(), sequence, System.nanoTime());
        return (metadata, error) -> {
            if (error == null && metadata != null && context.acknowledged()) {
                acknowledged(sequence, metadata.partition(), metadata.offset());
            }
        };
    }

    private void acknowledged(long sequence, int partition, long offset) {
        try {
            context.journal()
                    .acked(
                            context.worker(),
                            context.producer(),
                            context.session(),
                            sequence,
                            context.topic(),
                            partition,
                            offset,
                            System.nanoTime());
        } catch (RuntimeException e) {
            // The client would only log it.
            context.trouble().accept(e);
        }
    }
}
