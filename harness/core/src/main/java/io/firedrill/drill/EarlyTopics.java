package io.firedrill.drill;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;

/**
 * Makes the topics of MirrorMaker's worker as soon as a region takes them, while it becomes ready. MirrorMaker would make each of them
 * itself and at once ask for its offsets, and a broker that has not heard of it yet costs ten seconds then, since that is how long MirrorMaker
 * waits before it asks again. The scenario's topics are not made so: the brokers that were quickest would lead them all. What could not be made
 * until {@link #close()} is left to {@link Topics#provide}, which says why.
 */
final class EarlyTopics implements AutoCloseable {
    private static final int CALL_MILLIS = 1_000;
    private static final long AGAIN_MILLIS = 50;

    private final Admin admin;
    private final List<NewTopic> topics;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    private EarlyTopics(String region, Admin admin, List<NewTopic> topics) {
        this.admin = admin;
        this.topics = topics;
        this.thread = new Thread(this::run, "early-topics-" + region);
        thread.setDaemon(true);
    }

    /** Begins; nothing is done for no topics. */
    static EarlyTopics begin(String region, Admin admin, List<NewTopic> topics) {
        EarlyTopics early = new EarlyTopics(region, admin, topics);
        if (!topics.isEmpty()) {
            early.thread.start();
        }
        return early;
    }

    private void run() {
        try {
            while (!made() && !closed.await(AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                // no broker, or too few of them, for now
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean made() throws InterruptedException {
        Map<String, KafkaFuture<Void>> made = admin.createTopics(
                        topics, new CreateTopicsOptions().timeoutMs(CALL_MILLIS))
                .values();
        return allThere(made.values());
    }

    private static boolean allThere(Collection<KafkaFuture<Void>> made) throws InterruptedException {
        boolean all = true;
        for (KafkaFuture<Void> topic : made) {
            try {
                Topics.awaitMade(topic, Duration.ofMillis(CALL_MILLIS));
            } catch (ExecutionException | TimeoutException e) {
                all = false; // too few brokers, for now
            }
        }
        return all;
    }

    /** Waits until all topics are there. */
    void join() throws InterruptedException {
        thread.join();
    }

    /** Ends; when this returns nothing is asked any more. */
    @Override
    public void close() throws InterruptedException {
        closed.countDown();
        join();
    }
}
