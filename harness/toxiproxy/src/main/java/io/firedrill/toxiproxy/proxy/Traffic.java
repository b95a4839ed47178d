package io.firedrill.toxiproxy.proxy;

import io.firedrill.toxiproxy.toxic.Direction;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** What has gone through a proxy since it was made; counted as it happens, on any event loop. */
public final class Traffic {
    private final LongAdder opened = new LongAdder();
    private final LongAdder closed = new LongAdder();
    private final LongAdder dialFailed = new LongAdder();
    private final LongAdder cut = new LongAdder();
    private final Bytes received = new Bytes(new LongAdder(), new LongAdder());
    private final Bytes sent = new Bytes(new LongAdder(), new LongAdder());
    private final Bytes dropped = new Bytes(new LongAdder(), new LongAdder());

    private final Map<String, ToxicTraffic> toxics = new ConcurrentSkipListMap<>();

    private record Bytes(LongAdder upstream, LongAdder downstream) {
        LongAdder of(Direction direction) {
            return direction == Direction.UPSTREAM ? upstream : downstream;
        }
    }

    void opened() {
        opened.increment();
    }

    void closed() {
        closed.increment();
    }

    void dialFailed() {
        dialFailed.increment();
    }

    void cut() {
        cut.increment();
    }

    void received(Direction direction, long bytes) {
        received.of(direction).add(bytes);
    }

    void sent(Direction direction, long bytes) {
        sent.of(direction).add(bytes);
    }

    void dropped(Direction direction, long bytes) {
        dropped.of(direction).add(bytes);
    }

    /** A toxic was added: its account begins. */
    void added(String toxic) {
        toxics.put(toxic, new ToxicTraffic());
    }

    /** It was taken away, and its account with it. */
    void removed(String toxic) {
        toxics.remove(toxic);
    }

    /** The account of a toxic; one that nobody will read where it was taken away meanwhile. */
    ToxicTraffic of(String toxic) {
        return toxics.getOrDefault(toxic, new ToxicTraffic());
    }

    /** The accounts of the toxics that there are now, by name. */
    public Map<String, ToxicTraffic> toxics() {
        return Collections.unmodifiableMap(toxics);
    }

    /** Connections accepted so far. */
    public long connections() {
        return opened.sum();
    }

    /** Connections that are open now. */
    public long live() {
        return opened.sum() - closed.sum();
    }

    /** Connections closed because the upstream could not be reached. */
    public long dialFailures() {
        return dialFailed.sum();
    }

    /** Connections ended by a toxic or by a change of the proxy. */
    public long cuts() {
        return cut.sum();
    }

    /** Bytes read from the stream's source. */
    public long received(Direction direction) {
        return received.of(direction).sum();
    }

    /** Bytes handed to the stream's sink. */
    public long sent(Direction direction) {
        return sent.of(direction).sum();
    }

    /** Bytes that were read but will not reach the sink. */
    public long dropped(Direction direction) {
        return dropped.of(direction).sum();
    }
}
