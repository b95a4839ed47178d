package io.firedrill.region.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * HTTP over a Unix socket, which the JDK's client can't do. One connection a call, by HTTP/1.0: the end of an answer is the end of the
 * connection, so nothing has to be taken apart. Thread-safe.
 */
final class EngineHttp {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String END_OF_HEAD = "\r\n\r\n";

    /** Closes what does not answer in time. */
    private static final ScheduledExecutorService CLOCK = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "engine-patience");
        thread.setDaemon(true);
        return thread;
    });

    private final EngineSocket socket;

    EngineHttp(EngineSocket socket) {
        this.socket = socket;
    }

    /**
     * An answer.
     *
     * @param body as it came, whatever its type
     */
    record Answer(int status, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    EngineSocket socket() {
        return socket;
    }

    /**
     * Makes a call.
     *
     * @param body sent as JSON; null: none
     * @param atMost zero: it may take for ever
     * @throws EngineException the engine is not there, or did not answer in time
     */
    Answer call(String method, String path, @Nullable Object body, Duration atMost) throws EngineException {
        AtomicBoolean late = new AtomicBoolean();
        try (SocketChannel channel = connect()) {
            ScheduledFuture<?> closing = atMost.isZero()
                    ? null
                    : CLOCK.schedule(() -> expire(channel, late), atMost.toMillis(), TimeUnit.MILLISECONDS);
            try {
                send(channel, method, path, body);
                return answer(channel, method + " " + path);
            } finally {
                if (closing != null) {
                    closing.cancel(false);
                }
            }
        } catch (EngineException e) {
            throw e;
        } catch (IOException e) {
            throw unanswered(method + " " + path, late.get(), atMost, e);
        }
    }

    /**
     * Makes a call after whose answer the connection is a container's: what is written goes to it, what it says comes back. By
     * HTTP/1.1, since only that can be taken over; no byte beyond the answer's head is read.
     *
     * @param atMost for the answer; the connection may last for ever
     */
    SocketChannel takeOver(String path, Duration atMost) throws EngineException {
        AtomicBoolean late = new AtomicBoolean();
        String call = "POST " + path;
        SocketChannel channel = connect();
        ScheduledFuture<?> closing =
                CLOCK.schedule(() -> expire(channel, late), atMost.toMillis(), TimeUnit.MILLISECONDS);
        try {
            String asked = call + " HTTP/1.1\r\nHost: engine\r\nConnection: Upgrade\r\nUpgrade: tcp"
                    + "\r\nContent-Length: 0" + END_OF_HEAD;
            write(channel, asked.getBytes(StandardCharsets.US_ASCII));
            String head = head(channel);
            int status = status(head, call);
            if (status != 101 && status != 200) {
                ByteArrayOutputStream rest = new ByteArrayOutputStream();
                channel.shutdownOutput();
                drain(channel, rest);
                throw new EngineException(
                        status,
                        "the container engine refused " + call + ": "
                                + rest.toString(StandardCharsets.UTF_8).strip());
            }
            if (!closing.cancel(false)) {
                throw new IOException("the answer came too late");
            }
            return channel;
        } catch (IOException e) {
            closing.cancel(false);
            expire(channel, new AtomicBoolean());
            throw e instanceof EngineException known ? known : unanswered(call, late.get(), atMost, e);
        }
    }

    private static String head(SocketChannel channel) throws IOException {
        StringBuilder head = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (!head.toString().endsWith(END_OF_HEAD) && channel.read(one) >= 0) {
            head.append((char) (one.get(0) & 255));
            one.clear();
        }
        return head.toString();
    }

    private EngineException unanswered(String call, boolean late, Duration atMost, IOException e) {
        return new EngineException(
                "the container engine at " + socket.path() + " did not answer " + call
                        + (late ? " within " + atMost.toSeconds() + " s" : ": " + e),
                e);
    }

    private static void expire(SocketChannel channel, AtomicBoolean late) {
        late.set(true);
        try {
            channel.close();
        } catch (IOException e) {
            // It is closed all the same; who reads from it hears of it.
            late.set(true);
        }
    }

    private SocketChannel connect() throws EngineException {
        try {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.connect(UnixDomainSocketAddress.of(socket.path()));
                return channel;
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new EngineException(unreachable(socket, Files.exists(socket.path()), e), e);
        }
    }

    /**
     * What a person hears of a connection that failed.
     *
     * @param there whether something is at the socket's place
     */
    static String unreachable(EngineSocket socket, boolean there, IOException e) {
        String where = "the container engine at " + socket.path() + " (" + socket.said() + ")";
        if (!there) {
            return where + " is not there: start it, or say where it listens with DOCKER_HOST=unix:///PATH";
        }
        if (String.valueOf(e.getMessage()).contains("ermission denied")) {
            return "no permission for " + where
                    + ": become a member of the group that owns the socket and log in anew, or run the drill on processes";
        }
        return where + " does not answer, though its socket is there (" + e.getMessage() + "): start it";
    }

    private static void send(SocketChannel channel, String method, String path, @Nullable Object body)
            throws IOException {
        byte[] content = body == null ? new byte[0] : JSON.writeValueAsBytes(body);
        String head = method + " " + path + " HTTP/1.0\r\nHost: engine\r\nContent-Length: " + content.length
                + (body == null ? "" : "\r\nContent-Type: application/json") + END_OF_HEAD;
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(content);
        write(channel, request.toByteArray());
    }

    private static void write(SocketChannel channel, byte[] all) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(all);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private Answer answer(SocketChannel channel, String call) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        drain(channel, all);
        byte[] bytes = all.toByteArray();
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int status = status(text, call);
        int from = text.indexOf(END_OF_HEAD) + END_OF_HEAD.length();
        byte[] body = new byte[bytes.length - from];
        System.arraycopy(bytes, from, body, 0, body.length);
        return new Answer(status, body);
    }

    private static void drain(SocketChannel channel, ByteArrayOutputStream all) throws IOException {
        ByteBuffer some = ByteBuffer.allocate(16 * 1024);
        while (channel.read(some) >= 0) {
            all.write(some.array(), 0, some.position());
            some.clear();
        }
    }

    /** Of an answer that begins with its head. */
    private int status(String text, String call) throws EngineException {
        String[] first = text.split(" ", 3);
        if (!text.contains(END_OF_HEAD)
                || first.length < 2
                || !first[0].startsWith("HTTP/")
                || !first[1].matches("\\d{3}")) {
            throw new EngineException(
                    EngineException.NO_ANSWER,
                    "what listens at " + socket.path() + " is no container engine: it answered " + call + " with '"
                            + text.lines().findFirst().orElse("") + "'");
        }
        return Integer.parseInt(first[1]);
    }
}
