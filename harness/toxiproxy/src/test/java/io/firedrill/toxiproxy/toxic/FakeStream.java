package io.firedrill.toxiproxy.toxic;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** A stream with one stage, a clock that goes only when told, and a sink that notes what came and when. */
final class FakeStream implements StageContext {

    /** What came to the sink, at milliseconds since the start. */
    record Arrival(double atMillis, String data) {}

    private record Task(long due, long order, Runnable run, Promise<Void> handle) {}

    final List<Arrival> arrivals = new ArrayList<>();
    final StringBuilder delivered = new StringBuilder();
    boolean ended;
    boolean closed;
    boolean reset;
    boolean scarce;
    long dropped;
    long held;
    long cutOff;
    long heldBack;
    private final PriorityQueue<Task> tasks = new PriorityQueue<>(
            Comparator.comparingLong((Task task) -> task.due() - START).thenComparingLong(Task::order));
    private final SplittableRandom random = new SplittableRandom(7);
    // Near the overflow, since the real clock may be anywhere.
    private static final long START = Long.MAX_VALUE - 5_000_000;
    private long now = START;
    private long order;
    private Stage stage;

    static FakeStream with(String type, Map<String, Long> attributes) throws InvalidToxicException {
        return with(type, attributes, Extras.NONE);
    }

    static FakeStream with(String type, Map<String, Long> attributes, Extras extras) throws InvalidToxicException {
        FakeStream stream = new FakeStream();
        ToxicType toxic = ToxicTypes.named(type).orElseThrow();
        stream.stage = toxic.stage(stream, toxic.attributes(attributes, extras));
        stream.stage.next(new Outlet() {
            @Override
            public void data(ByteBuf chunk) {
                String text = chunk.toString(StandardCharsets.ISO_8859_1);
                stream.arrivals.add(new Arrival(stream.millis(), text));
                stream.delivered.append(text);
                chunk.release();
            }

            @Override
            public void end() {
                stream.arrivals.add(new Arrival(stream.millis(), "END"));
                stream.ended = true;
            }
        });
        stream.stage.started();
        return stream;
    }

    Stage stage() {
        return stage;
    }

    void send(String text) {
        stage.data(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
    }

    void update(String type, Map<String, Long> attributes) throws InvalidToxicException {
        stage.update(ToxicTypes.named(type).orElseThrow().attributes(attributes, Extras.NONE));
    }

    double millis() {
        return (now - START) / 1e6;
    }

    void passMillis(double millis) {
        long until = now + (long) (millis * 1e6);
        while (!tasks.isEmpty() && tasks.peek().due() - until <= 0) {
            Task task = tasks.poll();
            now = task.due() - now > 0 ? task.due() : now;
            if (!task.handle().isCancelled()) {
                task.run().run();
            }
        }
        now = until;
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public Future<?> schedule(Runnable task, long delay, TimeUnit unit) {
        Promise<Void> handle = ImmediateEventExecutor.INSTANCE.newPromise();
        tasks.add(new Task(now + unit.toNanos(delay), order++, task, handle));
        return handle;
    }

    long pendingTimers() {
        return tasks.stream().filter(task -> !task.handle().isCancelled()).count();
    }

    @Override
    public void pushed() {
        // The fake sink has nothing to push.
    }

    @Override
    public double random() {
        return random.nextDouble();
    }

    @Override
    public boolean memoryScarce() {
        return scarce;
    }

    @Override
    public void holding(long bytes) {
        held += bytes;
    }

    @Override
    public void dropped(long bytes) {
        dropped += bytes;
    }

    @Override
    public void cutOff() {
        cutOff++;
    }

    @Override
    public void heldBack(long bytes) {
        heldBack += bytes;
    }

    @Override
    public void closeAfterDelivery() {
        closed = true;
    }

    @Override
    public void reset() {
        reset = true;
    }
}
