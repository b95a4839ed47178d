package io.firedrill.workload;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A canary's connection to one endpoint. Connected (and authenticated), it sends a request every tick without waiting for the
 * answers before; after a failure it connects anew at the next tick. For the selector's thread.
 */
final class CanaryConnection {

    /** Told of each try's end. */
    interface Listener {
        void success(CanaryConnection of, long invoked, long finished);

        void failure(CanaryConnection of, long invoked, long finished, String error);
    }

    private enum State {
        CLOSED,
        CONNECTING,
        HANDSHAKE,
        AUTHENTICATING,
        LIVE
    }

    private static final Logger LOG = LoggerFactory.getLogger(CanaryConnection.class);
    private static final int RECEIVE_BYTES = 1 << 16;

    private final InetSocketAddress address;
    private final Optional<CanaryWire.Credentials> credentials;
    private final long timeoutNanos;
    private final Selector selector;
    private final Listener listener;
    private final ByteBuffer received = ByteBuffer.allocate(RECEIVE_BYTES);
    private final Deque<ByteBuffer> toSend = new ArrayDeque<>();

    /** When each try under way began, oldest first; the first of a connection includes connecting. */
    private final Deque<Long> underWay = new ArrayDeque<>();

    private State state = State.CLOSED;
    private @Nullable SocketChannel channel;
    private int correlation;

    CanaryConnection(
            InetSocketAddress address,
            Optional<CanaryWire.Credentials> credentials,
            long timeoutNanos,
            Selector selector,
            Listener listener) {
        this.address = address;
        this.credentials = credentials;
        this.timeoutNanos = timeoutNanos;
        this.selector = selector;
        this.listener = listener;
    }

    /** Time for a try. */
    void tick(long now) {
        Long oldest = underWay.peekFirst();
        if (oldest != null && now - oldest >= timeoutNanos) {
            fail(now, "no answer within " + timeoutNanos / 1_000_000 + " ms");
        }
        if (state == State.CLOSED) {
            underWay.add(now);
            guarded(this::connect);
        } else if (state == State.LIVE) {
            underWay.add(now);
            guarded(() -> send(CanaryWire.apiVersions(correlation++)));
        }
    }

    /** The selector says that the channel is ready. */
    void ready(SelectionKey key) {
        guarded(() -> {
            SocketChannel open = openChannel();
            if (key.isConnectable() && open.finishConnect()) {
                connected(open);
            }
            if (key.isWritable()) {
                flush(open);
            }
            if (key.isReadable()) {
                receive(open);
            }
        });
    }

    void close() {
        SocketChannel open = channel;
        channel = null;
        state = State.CLOSED;
        underWay.clear();
        toSend.clear();
        received.clear();
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                LOG.debug("closing the canary's connection to {}", address, e);
            }
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private void guarded(Step step) {
        try {
            step.run();
        } catch (IOException | IllegalArgumentException e) {
            String message = e.getMessage();
            fail(System.nanoTime(), message == null ? e.getClass().getSimpleName() : message);
        }
    }

    private void fail(long now, String error) {
        Long oldest = underWay.peekFirst();
        long invoked = oldest == null ? now : oldest;
        close();
        listener.failure(this, invoked, now, error);
    }

    private void connect() throws IOException {
        SocketChannel opened = SocketChannel.open();
        channel = opened;
        state = State.CONNECTING;
        opened.configureBlocking(false);
        opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
        opened.register(selector, SelectionKey.OP_CONNECT, this);
        if (opened.connect(address)) {
            connected(opened);
        }
    }

    private void connected(SocketChannel open) throws IOException {
        interest(open, SelectionKey.OP_READ);
        if (credentials.isPresent()) {
            state = State.HANDSHAKE;
            send(CanaryWire.saslHandshake(correlation++));
        } else {
            state = State.LIVE;
            send(CanaryWire.apiVersions(correlation++));
        }
    }

    private void receive(SocketChannel open) throws IOException {
        int count = open.read(received);
        if (count < 0) {
            throw new EOFException("the connection was closed");
        }
        long now = System.nanoTime();
        received.flip();
        Optional<CanaryWire.Answer> answer = CanaryWire.answer(received);
        while (answer.isPresent()) {
            take(answer.get(), now);
            answer = CanaryWire.answer(received);
        }
        received.compact();
    }

    private void take(CanaryWire.Answer answer, long now) throws IOException {
        if (answer.error() != 0 && (state != State.LIVE || answer.error() != CanaryWire.UNSUPPORTED_VERSION)) {
            throw new IOException("the broker answered with error code " + answer.error());
        }
        if (state == State.HANDSHAKE) {
            state = State.AUTHENTICATING;
            send(CanaryWire.saslAuthenticate(correlation++, credentials.orElseThrow()));
        } else if (state == State.AUTHENTICATING) {
            state = State.LIVE;
            send(CanaryWire.apiVersions(correlation++));
        } else {
            Long invoked = underWay.pollFirst();
            if (invoked == null) {
                throw new IOException("an answer that nobody asked for");
            }
            listener.success(this, invoked, now);
        }
    }

    private void send(ByteBuffer frame) throws IOException {
        toSend.add(frame);
        flush(openChannel());
    }

    private void flush(SocketChannel open) throws IOException {
        ByteBuffer head = toSend.peekFirst();
        while (head != null) {
            open.write(head);
            if (head.hasRemaining()) {
                interest(open, SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                return;
            }
            toSend.removeFirst();
            head = toSend.peekFirst();
        }
        interest(open, SelectionKey.OP_READ);
    }

    private void interest(SocketChannel open, int operations) {
        SelectionKey key = open.keyFor(selector);
        if (key != null && key.isValid()) {
            key.interestOps(operations);
        }
    }

    private SocketChannel openChannel() throws IOException {
        SocketChannel open = channel;
        if (open == null) {
            throw new IOException("the connection is closed");
        }
        return open;
    }
}
