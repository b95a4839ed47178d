package io.firedrill.toxiproxy.conformance;

import io.firedrill.toxiproxy.Fixture;
import io.firedrill.toxiproxy.Upstream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What the cases do with a server and its connections, and the words for what is seen. */
final class Talk {
    private Talk() {}

    /** A proxy {@code p} to the upstream, and a client connected through it. */
    static Socket through(Fixture server, Upstream upstream) throws Exception {
        return server.connect(server.proxy("p", server.closing(upstream).port()));
    }

    static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** What comes: that many bytes, or what came before the end, the reset or the reader's patience. */
    static String hear(Socket socket, int bytes) throws IOException {
        StringBuilder heard = new StringBuilder();
        try {
            while (heard.length() < bytes) {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    return (heard + " end").strip();
                }
                heard.append((char) next);
            }
            return heard.toString();
        } catch (SocketTimeoutException e) {
            return (heard + " silence").strip();
        } catch (SocketException e) {
            return (heard + " reset").strip();
        }
    }

    /** What comes within that time. */
    static String hear(Socket socket, int bytes, Duration patience) throws IOException {
        int before = socket.getSoTimeout();
        socket.setSoTimeout((int) patience.toMillis());
        String heard = hear(socket, bytes);
        socket.setSoTimeout(before);
        return heard;
    }

    /** Says ping and tells what comes back. */
    static String ping(Socket socket) throws IOException {
        try {
            say(socket, "ping");
        } catch (SocketException e) {
            return "reset";
        }
        return hear(socket, 4);
    }

    /** Connects and pings, or tells that it was refused. */
    static String pingAt(Fixture server, int port) throws IOException {
        try {
            return ping(server.connect(port));
        } catch (ConnectException e) {
            return "refused";
        } catch (SocketException e) {
            return "reset"; // while it was being set up
        }
    }

    /** The status of an answer, or that none came in time. */
    static String status(Fixture server, String method, String path, String body) throws Exception {
        try {
            HttpResponse<String> answer = server.call(method, path, body);
            return String.valueOf(answer.statusCode());
        } catch (HttpTimeoutException e) {
            return "no answer";
        } catch (IOException e) {
            return "no server";
        }
    }

    /** Milliseconds since then, on the clock of {@link System#nanoTime}. */
    static long millisSince(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }
}
