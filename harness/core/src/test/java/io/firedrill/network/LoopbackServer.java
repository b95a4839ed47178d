package io.firedrill.network;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Serves each connection on a thread of its own, until it is closed: then nobody listens, and every connection is cut. */
public final class LoopbackServer implements AutoCloseable {
    private final ServerSocket server = new ServerSocket();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Handler handler;
    private final Thread accepting;

    /** What is done with a connection; it is closed afterwards. */
    @FunctionalInterface
    public interface Handler {
        void serve(Socket connection) throws IOException;
    }

    /** @param at with port 0 for one that the system chooses */
    public LoopbackServer(InetSocketAddress at, Handler handler) throws IOException {
        this.handler = handler;
        server.setReuseAddress(true);
        server.bind(at);
        accepting = daemon(this::accept);
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = server.accept();
                open.add(connection);
                daemon(() -> serve(connection));
            }
        } catch (IOException e) {
            // closed: the test is over, or wants nobody to listen
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            handler.serve(connection);
        } catch (IOException e) {
            // cut, as the test wants it; it looks at the other side
        } finally {
            open.remove(connection);
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "test-server");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    public int port() {
        return server.getLocalPort();
    }

    /** A thread in {@code accept} may still take a connection after the socket is closed, so it is waited for. */
    @Override
    public void close() throws IOException {
        server.close();
        try {
            accepting.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Socket connection : open) {
            connection.close();
        }
    }
}
