package io.firedrill.fault;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * What a MirrorMaker that does not copy looks like where it matters: the copies at the target, which grew until then, stand
 * still while the source goes on.
 *
 * @param observed whether that was seen
 * @param since since when the copies stood still, as far as was looked, monotonic nanoseconds
 * @param effect a sentence: what was seen, or why nothing could be
 */
record Standstill(boolean observed, long since, String effect) {
    private static final Duration GROWS_WITHIN = Duration.ofSeconds(3);
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(3);
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(1);

    /**
     * What was seen of a flow before anything was done to its MirrorMaker.
     *
     * @param still why copies that stand still afterwards would show nothing, a sentence; empty: they grew
     */
    record Before(FlowOffsets flow, LongSupplier now, Optional<String> still) {}

    /**
     * Looks until the copies grow, three seconds at most. To be called while MirrorMaker runs.
     *
     * @param now monotonic nanoseconds
     */
    static Before before(FlowOffsets flow, LongSupplier now) throws InterruptedException {
        long begun = now.getAsLong();
        try {
            long copies = flow.copies();
            while (now.getAsLong() < begun + GROWS_WITHIN.toNanos()) {
                if (flow.copies() > copies) {
                    return new Before(flow, now, Optional.empty());
                }
            }
            return new Before(
                    flow,
                    now,
                    Optional.of("the copies stood still at " + copies + " records for " + GROWS_WITHIN.toMillis()
                            + " ms before already, so that they do shows nothing"));
        } catch (ExecutionException | TimeoutException e) {
            return new Before(
                    flow,
                    now,
                    Optional.of(FlowOffsets.why(e) + ", so whether the copies stand still could not be seen"));
        }
    }

    /** Looks until it is seen, three seconds at most. To be called once MirrorMaker does not run any more. */
    static Standstill await(Before before) throws InterruptedException {
        LongSupplier now = before.now();
        FlowOffsets flow = before.flow();
        long begun = now.getAsLong();
        if (before.still().isPresent()) {
            return new Standstill(false, begun, before.still().get());
        }
        try {
            // What MirrorMaker had handed to the network may still land; after that the copies stand still.
            long copies = flow.copies();
            long source = flow.source();
            long still = now.getAsLong();
            long moved = 0;
            while (now.getAsLong() < begun + SEEN_WITHIN.toNanos()) {
                moved = flow.source() - source;
                long latest = flow.copies();
                if (latest != copies) {
                    copies = latest;
                    source = flow.source();
                    still = now.getAsLong();
                } else if (moved > 0 && now.getAsLong() - still >= LONG_ENOUGH.toNanos()) {
                    return new Standstill(
                            true,
                            still,
                            "the copies stood still at " + copies + " records while the source grew by " + moved);
                }
            }
            return new Standstill(
                    false,
                    begun,
                    moved == 0
                            ? "the source did not grow, so whether the copies stand still could not be seen"
                            : "the copies still grew " + SEEN_WITHIN.toMillis() + " ms after MirrorMaker was stopped");
        } catch (ExecutionException | TimeoutException e) {
            return new Standstill(
                    false, begun, FlowOffsets.why(e) + ", so whether the copies stand still could not be seen");
        }
    }
}
