package io.firedrill.toxiproxy.proxy;

import io.firedrill.toxiproxy.toxic.Direction;
import io.firedrill.toxiproxy.toxic.Toxic;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection and the one to the upstream that belongs to it, both on the same event loop.
 *
 * <p>{@link #open}, {@link #change} and {@link #cut} are called on the control loop and hand over to the link's own;
 * everything else is confined to the link's own.
 *
 * <p>The client's connection is read only when the upstream is connected: before, nobody could take its bytes. One that is reset
 * meanwhile ends the dial; one that has only sent its end may still wait for an answer. (Over NIO, which tells of neither before it
 * reads, the dial goes on.)
 */
final class Link {
    private final Worker worker;
    private final long ordinal;
    private final Traffic traffic;
    private final SplittableRandom random;
    private final Consumer<Link> onClosed;
    private final Peer client;
    private final LinkStream up;
    private final LinkStream down;
    private @Nullable Dialer dialer;
    private @Nullable Peer upstream;
    private boolean closed;
    private boolean cutMarked;

    /**
     * @param ordinal which connection of the proxy it is, from 1
     * @param client accepted and not open yet
     * @param toxics the toxics of the proxy now; later changes come by {@link #change}
     * @param onClosed called on the link's loop, once, when both sockets are closed
     */
    Link(
            Worker worker,
            long ordinal,
            Peer client,
            List<Toxic> toxics,
            Traffic traffic,
            SplittableRandom random,
            Consumer<Link> onClosed) {
        this.worker = worker;
        this.ordinal = ordinal;
        this.client = client;
        this.traffic = traffic;
        this.random = random;
        this.onClosed = onClosed;
        // They ask for what was set above.
        up = new LinkStream(this, Direction.UPSTREAM, toxics);
        down = new LinkStream(this, Direction.DOWNSTREAM, toxics);
    }

    /** Dials the upstream and begins to relay once it answers; without an upstream the client is closed at once. */
    void open(Transport transport, Resolver resolver, HostPort target) {
        traffic.opened();
        worker.assign();
        if (worker.loop().inEventLoop()) {
            dial(transport, resolver, target);
        } else {
            worker.loop().execute(() -> dial(transport, resolver, target));
        }
    }

    private void dial(Transport transport, Resolver resolver, HostPort target) {
        worker.linkOpened();
        if (closed) {
            return;
        }
        dialer = new Dialer(transport, resolver, worker, this::dialled);
        if (client.open(worker, new LinkEvents(this, up, down))) {
            dialer.dial(target);
        } else {
            close();
        }
    }

    private void dialled(@Nullable Peer connected) {
        dialer = null;
        if (connected == null) {
            traffic.dialFailed();
            close();
            return;
        }
        upstream = connected;
        if (!connected.open(worker, new LinkEvents(this, down, up))) {
            close();
            return;
        }
        up.start(client, connected);
        down.start(connected, client);
    }

    /** Tells the link of a change of the proxy's toxics; completes when it has taken effect. */
    CompletableFuture<Void> change(ToxicChange change) {
        return CompletableFuture.runAsync(
                () -> {
                    if (!closed) {
                        (change.toxic().direction() == Direction.UPSTREAM ? up : down).apply(change);
                    }
                },
                worker.loop());
    }

    /** Closes both sides at once; completes when that is done. */
    CompletableFuture<Void> cut() {
        return CompletableFuture.runAsync(
                () -> {
                    if (!closed) {
                        var unused = markCut();
                        close();
                    }
                },
                worker.loop());
    }

    /** Counts this connection, once, as one that was ended by a toxic or a change of the proxy; says whether it was not before. */
    boolean markCut() {
        boolean first = !cutMarked;
        if (first) {
            cutMarked = true;
            traffic.cut();
        }
        return first;
    }

    /** One side's socket is closed: the stream from it has ended, the one to it can't be delivered. */
    void peerGone(LinkStream from, LinkStream to) {
        if (closed) {
            return;
        }
        if (dialer != null) {
            close();
            return;
        }
        to.sinkGone();
        from.sourceGone();
        streamFinished();
    }

    /** Closes the link when both streams have come to their end. */
    void streamFinished() {
        if (up.finished() && down.finished()) {
            close();
        }
    }

    /** Closes both sides with a TCP reset. */
    void reset() {
        if (!closed) {
            client.resetOnClose();
            if (upstream != null) {
                upstream.resetOnClose();
            }
            close();
        }
    }

    /** Closes both sides; what is not yet written is lost. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (dialer != null) {
            dialer.cancel();
        }
        up.discard();
        down.discard();
        client.close();
        if (upstream != null) {
            upstream.close();
        }
        worker.linkClosed();
        traffic.closed();
        onClosed.accept(this);
    }

    boolean isClosed() {
        return closed;
    }

    Worker worker() {
        return worker;
    }

    Traffic traffic() {
        return traffic;
    }

    long ordinal() {
        return ordinal;
    }

    SplittableRandom random() {
        return random;
    }
}
