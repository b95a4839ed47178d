package io.firedrill.fault;

import io.firedrill.kafka.EndOffsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** How many records there are at both ends of a flow, all topics and partitions together: end offsets, as the brokers say them. */
interface FlowOffsets {

    /** What MirrorMaker has written at the target. */
    long copies() throws ExecutionException, TimeoutException, InterruptedException;

    /** What was written at the source. */
    long source() throws ExecutionException, TimeoutException, InterruptedException;

    /** Whether nothing is left to copy. */
    boolean copiedAll() throws InterruptedException;

    /** Of a flow of the drill, asked past every fault. */
    static FlowOffsets of(FaultSite site, String from, String to) {
        Duration ask = Duration.ofSeconds(5);
        return new FlowOffsets() {
            @Override
            public long copies() throws ExecutionException, TimeoutException, InterruptedException {
                return EndOffsets.total(EndOffsets.of(site.observer(to), site.mirroredTopics(from, to), ask));
            }

            @Override
            public long source() throws ExecutionException, TimeoutException, InterruptedException {
                return EndOffsets.total(EndOffsets.of(site.observer(from), site.sourceTopics(from, to), ask));
            }

            @Override
            public boolean copiedAll() throws InterruptedException {
                return site.uncopied(from, to).isEmpty();
            }
        };
    }

    /** Why an end can't be looked at. */
    static String why(Exception e) {
        return e instanceof TimeoutException ? "a region does not answer" : "a region answered with " + e.getCause();
    }
}
