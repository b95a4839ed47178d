package io.firedrill.workload;

import io.firedrill.kafka.HostPort;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the rows that a primary commits to a replica in another region, asynchronously, in their order, each no earlier than the lag
 * after it was written. When the path breaks it connects again and goes on behind the last row that arrived.
 */
final class StoreSender implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreSender.class);
    private static final int CONNECT_MILLIS = 2_000;
    private static final long AGAIN_MILLIS = 200;

    private final ServiceStore store;
    private final HostPort replica;
    private final long lagNanos;
    private final Consumer<RuntimeException> trouble;
    private volatile boolean closed;
    private volatile Socket socket = new Socket();

    /**
     * @param replica where it is reached, over the link
     * @param trouble told when rows could not be read
     */
    StoreSender(ServiceStore store, HostPort replica, Duration lag, Consumer<RuntimeException> trouble) {
        this.store = store;
        this.replica = replica;
        this.lagNanos = lag.toNanos();
        this.trouble = trouble;
        Thread thread = new Thread(this::run, "store-sender");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            boolean refused = false;
            while (!closed && !refused) {
                if (!store.primary()) {
                    store.awaitPrimary(AGAIN_MILLIS);
                    continue;
                }
                refused = !copy();
                if (!refused) {
                    pause();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            trouble.accept(e);
        }
    }

    private synchronized void pause() throws InterruptedException {
        if (!closed) {
            wait(AGAIN_MILLIS);
        }
    }

    /** Copies until the connection breaks. False: the other side is a primary, and takes none. */
    private boolean copy() throws InterruptedException {
        try (Socket connection = new Socket()) {
            socket = connection;
            connection.connect(replica.socketAddress(), CONNECT_MILLIS);
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(connection.getOutputStream()));
            out.writeInt(store.region());
            out.flush();
            long there = new DataInputStream(connection.getInputStream()).readLong();
            if (there == StoreReceiver.REFUSED) {
                LOG.info("{} is a primary and takes no copies", replica);
                return false;
            }
            send(connection, out, there);
        } catch (IOException e) {
            LOG.debug("copies to {} broke off", replica, e);
        }
        return true;
    }

    private void send(Socket connection, DataOutputStream out, long there) throws IOException, InterruptedException {
        long ours = 0;
        long number = 0;
        while (!closed) {
            Optional<StoreFile.Row> row = store.file().row(number);
            if (row.isEmpty()) {
                out.flush();
                store.file().awaitMoreThan(number, AGAIN_MILLIS);
                if (ended(connection)) {
                    return;
                }
                continue;
            }
            number++;
            if (row.get().from() != store.region() || ours++ < there) {
                continue;
            }
            awaitLag(out, row.get());
            out.write(row.get().encode().array());
        }
    }

    /**
     * Whether the replica is gone. Who only writes learns that with the write after the next, if there is one: what was written last
     * would be lost until then.
     */
    private static boolean ended(Socket connection) throws IOException {
        connection.setSoTimeout(1);
        try {
            return connection.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private synchronized void awaitLag(DataOutputStream out, StoreFile.Row row)
            throws IOException, InterruptedException {
        long due = row.writtenAt() + lagNanos;
        for (long left = due - System.nanoTime(); left > 0 && !closed; left = due - System.nanoTime()) {
            out.flush();
            wait(left / 1_000_000 + 1);
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        socket.close();
    }
}
