package io.firedrill.network;

import io.firedrill.kafka.HostPort;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Sends back what it gets, on every connection. */
public final class EchoUpstream implements AutoCloseable {
    private final ServerSocket server = new ServerSocket();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    private final Thread accepting;

    public EchoUpstream(HostPort at) throws IOException {
        server.bind(at.socketAddress());
        accepting = daemon(this::accept);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                open.add(socket);
                daemon(() -> echo(socket));
            }
        } catch (IOException e) {
            // closed: the test is over
        }
    }

    private static void echo(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException e) {
            // cut, as the test wants it; it looks at the client's side
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "echo");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void close() throws IOException {
        server.close();
        try {
            accepting.join(); // or it would go on serving one that it accepted just now
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Socket socket : open) {
            socket.close();
        }
    }
}
