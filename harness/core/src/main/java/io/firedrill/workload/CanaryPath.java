package io.firedrill.workload;

import io.firedrill.evidence.FactSink;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The canary of a path: tries every endpoint at a fixed interval, writes each try down as a fact, and tells of each change
 * from success to failure and back, and of round trips window by window. One thread serves all endpoints.
 */
final class CanaryPath implements AutoCloseable {

    private final WorkerCommand.StartCanary command;
    private final FactSink journal;
    private final Consumer<WorkerEvent> events;
    private final Selector selector;
    private final Map<CanaryConnection, CanaryRecord> connections = new HashMap<>();
    private final RoundTrips roundTrips;
    private final Thread thread;
    private volatile boolean closed;

    /**
     * Starts at once.
     *
     * @throws IOException when the selector could not be made
     * @throws IllegalArgumentException when endpoints or security settings are not understood
     */
    CanaryPath(WorkerCommand.StartCanary command, FactSink journal, Consumer<WorkerEvent> events) throws IOException {
        this.command = command;
        this.journal = journal;
        this.events = events;
        Optional<CanaryWire.Credentials> credentials = CanaryWire.credentials(command.security());
        this.selector = Selector.open();
        this.roundTrips = new RoundTrips(command.path(), System.nanoTime());
        CanaryConnection.Listener listener = new Tries();
        for (String endpoint : command.endpoints()) {
            connections.put(
                    new CanaryConnection(
                            address(endpoint), credentials, command.timeout().toNanos(), selector, listener),
                    new CanaryRecord(command.path(), endpoint));
        }
        this.thread = new Thread(this::run, "canary-" + command.path());
        this.thread.setDaemon(true);
        this.thread.start();
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
    }

    private void run() {
        long every = command.every().toNanos();
        long next = System.nanoTime();
        try (selector) {
            while (!closed) {
                long now = System.nanoTime();
                if (now >= next) {
                    connections.keySet().forEach(connection -> connection.tick(now));
                    // After a stall the missed tries are left out: they would say nothing about the path.
                    next = Math.max(next + every, now);
                }
                roundTrips.over(now).ifPresent(events);
                selector.select(Math.max(1, (next - System.nanoTime()) / 1_000_000));
                List<SelectionKey> ready = new ArrayList<>(selector.selectedKeys());
                selector.selectedKeys().clear();
                for (SelectionKey key : ready) {
                    if (key.isValid() && key.attachment() instanceof CanaryConnection connection) {
                        connection.ready(key);
                    }
                }
            }
            connections.keySet().forEach(CanaryConnection::close);
        } catch (IOException | RuntimeException e) {
            events.accept(new WorkerEvent.Failure(
                    System.nanoTime(), "the canary of path " + command.path() + " ended: " + e));
        }
    }

    private static InetSocketAddress address(String endpoint) {
        int colon = endpoint.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("a canary's endpoint must read host:port, found " + endpoint);
        }
        return new InetSocketAddress(endpoint.substring(0, colon), Integer.parseInt(endpoint.substring(colon + 1)));
    }

    private final class Tries implements CanaryConnection.Listener {
        @Override
        public void success(CanaryConnection of, long invoked, long finished) {
            journal.canary(command.path(), true, invoked, finished);
            roundTrips.add(finished - invoked);
            record(of).success(invoked, finished).ifPresent(events);
        }

        @Override
        public void failure(CanaryConnection of, long invoked, long finished, String error) {
            journal.canary(command.path(), false, invoked, finished);
            record(of).failure(invoked, finished, error).ifPresent(events);
        }

        private CanaryRecord record(CanaryConnection of) {
            CanaryRecord record = connections.get(of);
            if (record == null) {
                throw new IllegalStateException("a connection that is not of this canary");
            }
            return record;
        }
    }
}
