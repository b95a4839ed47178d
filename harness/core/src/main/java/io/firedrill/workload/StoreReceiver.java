package io.firedrill.workload;

import io.firedrill.kafka.HostPort;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes copies for a replica. A primary says which region it is, hears how many of its rows are here already, or {@link #REFUSED}, and
 * sends those behind them, one after the other. A connection ends when either side is gone, or when the replica has become the primary.
 */
final class StoreReceiver implements Closeable {
    /** Instead of a number of rows: this is a primary itself. */
    static final long REFUSED = -1;

    private static final Logger LOG = LoggerFactory.getLogger(StoreReceiver.class);

    private final ServiceStore store;
    private final ServerSocket server;
    private final Consumer<RuntimeException> trouble;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Thread accepting;

    /**
     * @param listen where primaries of other regions connect
     * @param trouble told when a copy could not be written
     */
    StoreReceiver(ServiceStore store, HostPort listen, Consumer<RuntimeException> trouble) throws IOException {
        this.store = store;
        this.trouble = trouble;
        this.server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(listen.socketAddress());
        this.accepting = start(this::accept, "store-receiver");
    }

    private static Thread start(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                start(() -> receive(socket), "store-copies");
            } catch (IOException e) {
                LOG.debug("no more connections to the store", e);
            }
        }
    }

    private void receive(Socket socket) {
        try (socket;
                DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
                DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
            int from = in.readInt();
            out.writeLong(store.primary() ? REFUSED : store.rowsFrom(from));
            out.flush();
            byte[] bytes = new byte[StoreFile.Row.length()];
            while (true) {
                in.readFully(bytes);
                Optional<StoreFile.Row> row = StoreFile.Row.decode(bytes);
                if (row.isEmpty() || !store.copy(row.get())) {
                    return;
                }
            }
        } catch (EOFException e) {
            LOG.debug("a primary has ended its copies", e);
        } catch (IOException e) {
            LOG.info("copies broke off and will be taken up again: {}", e.toString());
        } catch (RuntimeException e) {
            trouble.accept(e);
        } finally {
            open.remove(socket);
        }
    }

    /** Nobody listens at the address any more when this returns: a thread in {@code accept} holds on to it for a moment. */
    @Override
    public void close() throws IOException {
        server.close();
        try {
            accepting.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Socket socket : open) {
            socket.close();
        }
    }
}
