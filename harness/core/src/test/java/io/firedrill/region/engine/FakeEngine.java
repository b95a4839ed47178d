package io.firedrill.region.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Answers on a Unix socket as it is told to. */
final class FakeEngine implements AutoCloseable {
    static final String INFO = "{\"MemTotal\":8589934592,\"SecurityOptions\":[\"name=seccomp\"]}";

    private final ServerSocketChannel server;
    private final Path socket;
    /** By method and path: status and body. */
    final Map<String, String> answers = new ConcurrentHashMap<>();

    FakeEngine(Path folder) throws IOException {
        socket = folder.resolve("engine.sock");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        answers.put("GET /version", "200 " + version("20.10.24", "1.41", "linux"));
        answers.put("GET /info", "200 " + INFO);
        Thread thread = new Thread(this::serve, "fake-engine");
        thread.setDaemon(true);
        thread.start();
    }

    static String version(String version, String api, String os) {
        return "{\"Version\":\"" + version + "\",\"ApiVersion\":\"" + api + "\",\"Os\":\"" + os + "\"}";
    }

    EngineSocket socket() {
        return new EngineSocket(socket, "a test");
    }

    private void serve() {
        try {
            while (true) {
                try (SocketChannel client = server.accept()) {
                    answer(client);
                }
            }
        } catch (AsynchronousCloseException closed) {
            // the test is over
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(SocketChannel client) throws IOException {
        ByteBuffer request = ByteBuffer.allocate(64 * 1024);
        StringBuilder text = new StringBuilder();
        while (!text.toString().contains("\r\n\r\n") && client.read(request) >= 0) {
            text.append(new String(request.array(), 0, request.position(), StandardCharsets.UTF_8));
            request.clear();
        }
        String[] words = text.toString().split(" ", 3);
        String said = answers.getOrDefault(
                words[0] + " " + words[1], "404 {\"message\":\"no such thing as " + words[1] + "\"}");
        String reply = said.startsWith("SSH")
                ? said
                : "HTTP/1.0 " + said.substring(0, 3) + " ok\r\nContent-Type: application/json\r\n\r\n"
                        + said.substring(4);
        client.write(ByteBuffer.wrap(reply.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
