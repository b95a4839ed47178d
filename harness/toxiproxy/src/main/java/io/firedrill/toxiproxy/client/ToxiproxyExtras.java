package io.firedrill.toxiproxy.client;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What this server adds to Toxiproxy's interface: accounts of traffic, and proxies that refuse. May be used by many threads.
 *
 * <p>Every call answers within ten seconds or fails with an {@link IOException} that names the call and what came instead; a
 * real Toxiproxy answers 404.
 */
public final class ToxiproxyExtras {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final String base;

    /** @param port of the server's HTTP interface */
    public ToxiproxyExtras(String host, int port) {
        base = "http://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    /** The accounts of all proxies by name. */
    public Map<String, TrafficAccount> traffic() throws IOException, InterruptedException {
        Map<String, TrafficAccount> accounts = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : call("GET", "/traffic", "").properties()) {
            accounts.put(entry.getKey(), account(entry.getValue()));
        }
        return accounts;
    }

    /** The account of one proxy. */
    public TrafficAccount traffic(String proxy) throws IOException, InterruptedException {
        return account(call("GET", path(proxy) + "/traffic", ""));
    }

    /** Refuses new connections and leaves the open ones alone, or, with false, listens again. */
    public void refuse(String proxy, boolean refuse) throws IOException, InterruptedException {
        var unused = call("POST", path(proxy), "{\"refuse\":" + refuse + "}");
    }

    private static String path(String proxy) {
        return "/proxies/" + URLEncoder.encode(proxy, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private JsonNode call(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(PATIENCE)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(method + " " + base + path + " answered " + answer.statusCode() + ", expected 200: "
                    + answer.body().strip());
        }
        try {
            return MAPPER.readTree(answer.body());
        } catch (JacksonException e) {
            throw new IOException(method + " " + base + path + " answered what is no JSON: " + answer.body(), e);
        }
    }

    private static TrafficAccount account(JsonNode node) {
        JsonNode connections = node.path("connections");
        return new TrafficAccount(
                connections.path("total").asLong(),
                connections.path("live").asLong(),
                connections.path("dial_failed").asLong(),
                connections.path("cut").asLong(),
                bytes(node.path("upstream")),
                bytes(node.path("downstream")));
    }

    private static TrafficAccount.Bytes bytes(JsonNode node) {
        return new TrafficAccount.Bytes(
                node.path("received_bytes").asLong(),
                node.path("sent_bytes").asLong(),
                node.path("dropped_bytes").asLong());
    }
}
