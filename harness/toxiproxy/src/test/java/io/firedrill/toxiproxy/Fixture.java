package io.firedrill.toxiproxy;

import static org.awaitility.Awaitility.await;

import io.firedrill.toxiproxy.proxy.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running server, raw HTTP to it, and sockets through it; everything is closed with it. */
public final class Fixture implements AutoCloseable {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final AutoCloseable server;
    private final List<AutoCloseable> closeables = new ArrayList<>();
    private final int port;
    private Duration patience = Duration.ofSeconds(20);

    public Fixture() throws IOException {
        this(new ToxiproxyServer(42));
    }

    /** A server that does without epoll. */
    public static Fixture portable(long seed) throws IOException {
        return new Fixture(new ToxiproxyServer(seed, Transport::portable));
    }

    /** A server on event loops of a test's own. */
    public static Fixture on(Supplier<Transport> transport) throws IOException {
        return new Fixture(new ToxiproxyServer(42, transport));
    }

    public Fixture(ToxiproxyServer server) throws IOException {
        this(server, server.start("127.0.0.1", 0));
    }

    /** A server that runs already and has its HTTP interface there. */
    public Fixture(AutoCloseable server, int port) {
        this.server = server;
        this.port = port;
    }

    /** How long a call and a read may take before they fail. */
    public void patience(Duration longest) {
        patience = longest;
    }

    public int port() {
        return port;
    }

    public HttpResponse<String> call(String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(patience)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    public JsonNode get(String path) throws Exception {
        return MAPPER.readTree(call("GET", path, null).body());
    }

    public JsonNode post(String path, String body) throws Exception {
        HttpResponse<String> response = call("POST", path, body);
        if (response.statusCode() >= 300) {
            throw new AssertionError("POST " + path + " " + body + ": " + response.body());
        }
        return response.body().isEmpty() ? MAPPER.missingNode() : MAPPER.readTree(response.body());
    }

    public void delete(String path) throws Exception {
        HttpResponse<String> response = call("DELETE", path, null);
        if (response.statusCode() != 204) {
            throw new AssertionError("DELETE " + path + ": " + response.body());
        }
    }

    /** Makes a proxy on a free port. */
    public int proxy(String name, int upstreamPort) throws Exception {
        JsonNode made = post(
                "/proxies",
                "{\"name\":\"" + name + "\",\"listen\":\"127.0.0.1:0\",\"upstream\":\"127.0.0.1:" + upstreamPort
                        + "\"}");
        return portOf(made);
    }

    public static int portOf(JsonNode proxy) {
        String listen = proxy.get("listen").stringValue();
        return Integer.parseInt(listen.substring(listen.lastIndexOf(':') + 1));
    }

    /** Adds a toxic with the attributes given as JSON. */
    public void toxic(String proxy, String name, String type, String stream, String attributes) throws Exception {
        post(
                "/proxies/" + proxy + "/toxics",
                "{\"name\":\"" + name + "\",\"type\":\"" + type + "\",\"stream\":\"" + stream + "\",\"attributes\":"
                        + attributes + "}");
    }

    public Socket connect(int toPort) throws IOException {
        return connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), toPort));
    }

    public Socket connect(InetSocketAddress to) throws IOException {
        Socket socket = closing(new Socket());
        socket.setSoTimeout((int) patience.toMillis());
        socket.setTcpNoDelay(true);
        socket.connect(to, 5_000);
        return socket;
    }

    /** A server with as many connections as it takes without accepting one: to dial it hangs. */
    public ServerSocket full() throws IOException {
        ServerSocket full = closing(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        List<Socket> fillers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Socket filler = closing(new Socket());
            fillers.add(filler);
            Upstream.daemon(() -> {
                try {
                    filler.connect(full.getLocalSocketAddress());
                } catch (IOException e) {
                    // It hung until the test was over.
                }
            });
        }
        await().until(() -> fillers.stream().filter(Socket::isConnected).count() >= 2);
        return full;
    }

    public <T extends AutoCloseable> T closing(T closeable) {
        closeables.add(closeable);
        return closeable;
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable closeable : closeables) {
            closeable.close();
        }
        server.close();
    }
}
