package io.firedrill.network;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls to a Toxiproxy server, one after the other, each of bounded time: toxiproxy-java has neither locks nor time-outs. Two
 * things go over HTTP beside it, since it can't: a toxic whose toxicity and extra attributes hold from its first byte, and the
 * accounts of traffic.
 *
 * <p>A call is not cut short by an interrupt: what is under way to heal a network must not stop half way.
 */
final class ProxyApi implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final String server;
    private final Duration atMost;
    private final HttpClient http;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "proxy-calls");
        made.setDaemon(true);
        return made;
    });

    ProxyApi(String host, int port, Duration atMost) {
        this.server = "http://" + host + ":" + port;
        this.atMost = atMost;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(atMost)
                .build();
    }

    /**
     * Makes a call.
     *
     * @param what for the message, as {@code cut us-east.1-to-us-east.2.internal}
     * @throws UnansweredException the server did not answer in time, with a sentence
     * @throws IOException the server refused, with a sentence
     */
    <T> T call(String what, Callable<T> call) throws IOException {
        Future<T> answer = thread.submit(call);
        try {
            return uninterrupted(answer);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof HttpTimeoutException) {
                throw unanswered(what, cause);
            }
            throw new IOException("the proxy server could not " + what + ": " + cause.getMessage(), cause);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw unanswered(what, e);
        }
    }

    private UnansweredException unanswered(String what, Throwable cause) {
        return new UnansweredException(
                "the proxy server at " + server + " did not " + what + " within " + atMost.toMillis() + " ms", cause);
    }

    private <T> T uninterrupted(Future<T> answer) throws ExecutionException, TimeoutException {
        long deadline = System.nanoTime() + atMost.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Sends JSON to a path of the interface, within {@link #call}. */
    JsonNode post(String path, Object body) throws IOException, InterruptedException {
        return exchange(request(path).POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    /** Reads a path of the interface, within {@link #call}. */
    JsonNode get(String path) throws IOException, InterruptedException {
        return exchange(request(path).GET());
    }

    /** Whether the server has a path, within {@link #call}. */
    boolean knows(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request(path).GET().build(), BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2 && answer.statusCode() != 404) {
            throw new IOException(
                    "[" + answer.statusCode() + "] " + answer.body().trim());
        }
        return answer.statusCode() != 404;
    }

    /** Deletes a path of the interface, within {@link #call}; one that is not there is gone already, by a call that was not answered. */
    void delete(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request(path).DELETE().build(), BodyHandlers.ofString());
        if (answer.statusCode() != 404) {
            accepted(answer);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server + path)).timeout(atMost);
    }

    private static void accepted(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(
                    "[" + answer.statusCode() + "] " + answer.body().trim());
        }
    }

    private JsonNode exchange(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        accepted(answer);
        try {
            return answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
        } catch (JacksonException e) {
            throw new IOException("its answer is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
