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
            throw new EngineException(
                    "the container engine at " + socket.path() + " did not answer " + method + " " + path
                            + (late.get() ? " within " + atMost.toSeconds() + " s" : ": " + e),
                    e);
        }
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
            throw new EngineException(unreachable(e), e);
        }
    }

    private String unreachable(IOException e) {
        String where = "the container engine at " + socket.path() + " (" + socket.said() + ")";
        if (!Files.exists(socket.path())) {
            return where + " is not there: start it, or say where it listens with DOCKER_HOST=unix:///PATH";
        }
        if (String.valueOf(e.getMessage()).contains("ermission denied")) {
            return "no permission for " + where
                    + ": become a member of the group that owns the socket and log in anew, or use a rootless engine of your own";
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
        ByteBuffer bytes = ByteBuffer.wrap(request.toByteArray());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private Answer answer(SocketChannel channel, String call) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer some = ByteBuffer.allocate(16 * 1024);
        while (channel.read(some) >= 0) {
            all.write(some.array(), 0, some.position());
            some.clear();
        }
        byte[] bytes = all.toByteArray();
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf(END_OF_HEAD);
        String[] first = text.split(" ", 3);
        if (end < 0 || first.length < 2 || !first[0].startsWith("HTTP/") || !first[1].matches("\\d{3}")) {
            throw new EngineException(
                    EngineException.NO_ANSWER,
                    "what listens at " + socket.path() + " is no container engine: it answered " + call + " with '"
                            + text.lines().findFirst().orElse("") + "'");
        }
        int from = end + END_OF_HEAD.length();
        byte[] body = new byte[bytes.length - from];
        System.arraycopy(bytes, from, body, 0, body.length);
        return new Answer(Integer.parseInt(first[1]), body);
    }
}
