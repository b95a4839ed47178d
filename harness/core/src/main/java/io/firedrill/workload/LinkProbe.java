package io.firedrill.workload;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Produces a record at a fixed interval and says of each whether it was acknowledged in time. A try that blocks holds up
 * neither the schedule nor the next try. Tries go round the topic's partitions, so that one lost broker is not taken for a
 * lost region. Results come in the order of the tries.
 */
final class LinkProbe implements AutoCloseable {

    private static final int RECORD_BYTES = 16;

    private final WorkerCommand.StartProbe command;
    private final Producer<byte[], byte[]> client;
    private final Consumer<WorkerEvent> events;
    private final ScheduledExecutorService schedule =
            Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "probe-schedule"));
    private final ExecutorService senders;
    private final Deque<Attempt> undecided = new ArrayDeque<>();
    private long attempts;
    private volatile int partitions;

    /** A try, until it is reported. Guarded by the probe. */
    private static final class Attempt {
        final long number;
        final long invoked;
        long finished;
        String error = "";
        boolean decided;

        Attempt(long number, long invoked) {
            this.number = number;
            this.invoked = invoked;
        }
    }

    /**
     * Starts at once.
     *
     * @param client used and closed by this
     */
    LinkProbe(WorkerCommand.StartProbe command, Producer<byte[], byte[]> client, Consumer<WorkerEvent> events) {
        this.command = command;
        this.client = client;
        this.events = events;
        // As many tries can be under way at once as begin within a timeout.
        int atOnce = (int) (command.timeout().toNanos() / command.every().toNanos()) + 2;
        this.senders = Executors.newFixedThreadPool(atOnce, task -> daemon(task, "probe-sender"));
        schedule.scheduleAtFixedRate(this::begin, 0, command.every().toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Settings of a probe's client: as quick to give up as its timeout. */
    static Map<String, Object> settings(WorkerCommand.StartProbe command) {
        Map<String, Object> settings = new LinkedHashMap<>(command.client());
        String timeout = Long.toString(command.timeout().toMillis());
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "firedrill-probe-" + command.probe());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        // A batch of its own for each try: tries that share one would share its deadline, and fail before their time.
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeout);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, timeout);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeout);
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 250);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return settings;
    }

    @Override
    public void close() {
        schedule.shutdownNow();
        senders.shutdownNow();
        client.close(Duration.ZERO);
    }

    private void begin() {
        Attempt attempt;
        synchronized (this) {
            attempt = new Attempt(attempts++, System.nanoTime());
            undecided.add(attempt);
        }
        senders.execute(() -> send(attempt));
        schedule.schedule(
                () -> decide(
                        attempt,
                        "no acknowledgement within " + command.timeout().toMillis() + " ms"),
                command.timeout().toNanos(),
                TimeUnit.NANOSECONDS);
    }

    private void send(Attempt attempt) {
        if (isDecided(attempt)) {
            // It waited for a thread until its time was over; sending it now would only block one more.
            return;
        }
        try {
            if (partitions == 0) {
                partitions = client.partitionsFor(command.topic()).size();
            }
            int partition = (int) (attempt.number % partitions);
            client.send(
                    new ProducerRecord<>(command.topic(), partition, null, new byte[RECORD_BYTES]),
                    (metadata, error) -> decide(attempt, error == null ? "" : describe(error)));
        } catch (RuntimeException e) {
            decide(attempt, describe(e));
        }
    }

    private synchronized boolean isDecided(Attempt attempt) {
        return attempt.decided;
    }

    /** The first decision holds. */
    private synchronized void decide(Attempt attempt, String error) {
        if (attempt.decided) {
            return;
        }
        attempt.decided = true;
        attempt.finished = System.nanoTime();
        attempt.error = error;
        Attempt first = undecided.peekFirst();
        while (first != null && first.decided) {
            undecided.removeFirst();
            events.accept(new WorkerEvent.ProbeResult(
                    command.probe(), first.number, first.invoked, first.finished, first.error.isEmpty(), first.error));
            first = undecided.peekFirst();
        }
    }

    private static String describe(Exception error) {
        return error.getClass().getSimpleName() + ": " + error.getMessage();
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
