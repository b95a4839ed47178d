package io.firedrill.region.engine;

import java.io.ByteArrayOutputStream;
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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers on a Unix socket as it is told to, each call on a thread of its own. */
public final class FakeEngine implements AutoCloseable {
    static final String KERNEL = System.getProperty("os.version");
    static final String INFO = "{\"MemTotal\":8589934592,\"NCPU\":4,\"KernelVersion\":\"" + KERNEL
            + "\",\"SecurityOptions\":[\"name=seccomp\"]}";
    private static final Pattern LENGTH = Pattern.compile("Content-Length: (\\d+)\r\n");

    private final ServerSocketChannel server;
    private final Path socket;
    /** By method and path: status and body. */
    public final Map<String, String> answers = new ConcurrentHashMap<>();

    private final Map<String, UnaryOperator<String>> deeds = new ConcurrentHashMap<>();
    private final Queue<String> calls = new ConcurrentLinkedQueue<>();

    public FakeEngine(Path folder) throws IOException {
        socket = folder.resolve("engine.sock");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        answers.put("GET /version", "200 " + version("20.10.24", "1.41", "linux"));
        answers.put("GET /info", "200 " + INFO);
        background(this::serve);
    }

    static String version(String version, String api, String os) {
        return "{\"Version\":\"" + version + "\",\"ApiVersion\":\"" + api + "\",\"Os\":\"" + os + "\"}";
    }

    /** Where it listens. */
    public EngineSocket socket() {
        return new EngineSocket(socket, "a test");
    }

    /**
     * Has calls answered by what is done then; of several the one that says most of the call.
     *
     * @param call how method and path begin
     * @param deed takes method, path and body, with blanks between, and gives status and body
     */
    public void on(String call, UnaryOperator<String> deed) {
        deeds.put(call, deed);
    }

    /** Every call so far whose method and path begin like this: method, path and body, with blanks between. */
    public List<String> calls(String call) {
        return calls.stream().filter(one -> one.startsWith(call)).toList();
    }

    private static void background(Runnable task) {
        Thread thread = new Thread(task, "fake-engine");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve() {
        try {
            while (true) {
                SocketChannel client = server.accept();
                background(() -> answer(client));
            }
        } catch (AsynchronousCloseException closed) {
            // the test is over
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(SocketChannel client) {
        try (client) {
            String text = request(client);
            String[] words = text.split(" ", 3);
            String call = words[0] + " " + words[1];
            String whole = call + " " + text.substring(text.indexOf("\r\n\r\n") + 4);
            calls.add(whole);
            String said = deeds.entrySet().stream()
                    .filter(deed -> call.startsWith(deed.getKey()))
                    .max(Comparator.comparing(deed -> deed.getKey().length()))
                    .map(deed -> deed.getValue().apply(whole))
                    .orElseGet(() ->
                            answers.getOrDefault(call, "404 {\"message\":\"no such thing as " + words[1] + "\"}"));
            if (said.startsWith("101 ")) {
                talk(client, said.substring(4));
                return;
            }
            String reply = said.startsWith("SSH")
                    ? said
                    : "HTTP/1.0 " + said.substring(0, 3) + " ok\r\nContent-Type: application/json\r\n\r\n"
                            + said.substring(4);
            client.write(ByteBuffer.wrap(reply.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException gone) {
            // who asked no longer listens: an interrupted one does not
        }
    }

    /** As a container: says something, then says again what it hears, each byte in a frame of its own, until that is "bye". */
    private static void talk(SocketChannel client, String first) throws IOException {
        client.write(ByteBuffer.wrap("HTTP/1.1 101 UPGRADED\r\nUpgrade: tcp\r\n\r\n".getBytes(StandardCharsets.UTF_8)));
        say(client, first.getBytes(StandardCharsets.UTF_8));
        StringBuilder heard = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (!heard.toString().endsWith("bye\n") && client.read(one) >= 0) {
            heard.append((char) one.get(0));
            say(client, new byte[] {one.get(0)});
            one.clear();
        }
    }

    private static void say(SocketChannel client, byte[] bytes) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(8 + bytes.length);
        frame.put((byte) 1).position(4).putInt(bytes.length).put(bytes).flip();
        while (frame.hasRemaining()) {
            client.write(frame);
        }
    }

    private static String request(SocketChannel client) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer some = ByteBuffer.allocate(16 * 1024);
        while (true) {
            String text = all.toString(StandardCharsets.ISO_8859_1);
            int head = text.indexOf("\r\n\r\n");
            Matcher length = LENGTH.matcher(text);
            if ((head >= 0 && length.find() && text.length() - head - 4 >= Integer.parseInt(length.group(1)))
                    || client.read(some) < 0) {
                return all.toString(StandardCharsets.UTF_8);
            }
            all.write(some.array(), 0, some.position());
            some.clear();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
