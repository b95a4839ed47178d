package io.firedrill.toxiproxy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A server that does one thing with each connection, on a thread of its own. */
public final class Upstream implements AutoCloseable {

    /** What it does with a connection. */
    public interface Service {
        void serve(Socket socket) throws IOException;
    }

    private final ServerSocket listener;
    private final Service service;
    private final Executor threads;
    private final BlockingQueue<Socket> accepted = new LinkedBlockingQueue<>();

    public Upstream(Service service) throws IOException {
        this(service, Upstream::daemon);
    }

    private Upstream(Service service, Executor threads) throws IOException {
        this.service = service;
        this.threads = threads;
        // Room for all that a test connects at once: what finds the queue full tries again after 1, 3, 7, 15 seconds.
        listener = new ServerSocket(0, 2000, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    /** Sends back every byte, and ends when the client has ended. */
    public static Upstream echo() throws IOException {
        return new Upstream(socket -> {
            socket.setTcpNoDelay(true);
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[64 * 1024];
            int read;
            while ((read = in.read(buffer)) >= 0) {
                socket.getOutputStream().write(buffer, 0, read);
            }
            socket.shutdownOutput();
        });
    }

    /** Answers each connection's first byte with it and ends; one thread for all, one connection after the other. */
    public static Upstream answering() throws IOException {
        return new Upstream(
                socket -> {
                    socket.getOutputStream().write(socket.getInputStream().read());
                    socket.close();
                },
                Runnable::run);
    }

    /** Leaves each connection to the test. */
    public static Upstream idle() throws IOException {
        return new Upstream(socket -> {});
    }

    public static Thread daemon(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                socket.setSoTimeout(20_000);
                accepted.add(socket);
                threads.execute(() -> {
                    try {
                        service.serve(socket);
                    } catch (IOException e) {
                        // The connection was cut, as many tests want it to be; they look at the client's side.
                    }
                });
            } catch (IOException e) {
                return;
            }
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** The next connection that came. */
    public Socket next() throws InterruptedException {
        Socket socket = accepted.poll(10, TimeUnit.SECONDS);
        if (socket == null) {
            throw new AssertionError("no connection came to the upstream");
        }
        return socket;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : accepted) {
            socket.close();
        }
    }
}
