package io.firedrill.fault;

import io.firedrill.network.Wire;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A canary over a plain socket to an upstream that echoes: one byte there and back, then the next. */
final class SocketCanary implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 400;
    private static final long WINDOW_NANOS = 100_000_000;

    private final Wire wire;
    private final Canaries board;
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "socket-canary");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Long> trips = new ArrayList<>();
    private Socket socket = new Socket();
    private long windowFrom = System.nanoTime();
    private long lastSuccess = windowFrom;
    private boolean works;

    SocketCanary(Wire wire, Canaries board) {
        this.wire = wire;
        this.board = board;
        ticks.scheduleWithFixedDelay(this::tick, 0, 10, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        long invoked = System.nanoTime();
        try {
            if (!socket.isConnected() || socket.isClosed()) {
                socket = new Socket();
                socket.connect(wire.listen().socketAddress(), TIMEOUT_MILLIS);
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(TIMEOUT_MILLIS);
            }
            socket.getOutputStream().write(7);
            if (socket.getInputStream().read() != 7) {
                throw new IOException("closed");
            }
            long now = System.nanoTime();
            lastSuccess = invoked;
            trips.add(now - invoked);
            if (!works) {
                works = true;
                board.succeeded(wire);
            }
            window(now);
        } catch (IOException e) {
            closeSocket();
            if (works) {
                works = false;
                board.failed(wire, lastSuccess, System.nanoTime());
            }
        }
    }

    private void window(long now) {
        if (now - windowFrom < WINDOW_NANOS) {
            return;
        }
        trips.sort(null);
        board.took(
                wire,
                new Canaries.RoundTrip(
                        windowFrom,
                        now,
                        trips.size(),
                        Duration.ofNanos(trips.get(trips.size() / 2)),
                        Duration.ofNanos(trips.get(trips.size() - 1))));
        windowFrom = now;
        trips.clear();
    }

    private void closeSocket() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        ticks.shutdownNow();
        closeSocket();
    }
}
