package io.firedrill.toxiproxy.conformance;

import io.firedrill.toxiproxy.Fixture;
import io.firedrill.toxiproxy.FreePort;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The cases of {@code http-interface.txt}, which says how it is read. */
final class HttpCases {
    private static final String FILE = "/conformance/http-interface.txt";

    private static final Map<String, String> TYPES =
            Map.of("application/json", "json", "text/plain; charset=utf-8", "text");

    private static final Pattern PORT = Pattern.compile("(127\\.0\\.0\\.1|localhost|\\[::1?]):[1-9][0-9]{3,4}\\b");

    private record Request(String method, String path, @Nullable String body) {}

    private final List<Case> cases = new ArrayList<>();
    private final List<Request> requests = new ArrayList<>();
    private final List<String> contract = new ArrayList<>();
    private final List<String> elsewhere = new ArrayList<>();
    private final Set<Reason> reasons = new LinkedHashSet<>();
    private String group = "";
    private String name = "";

    private HttpCases() {}

    static List<Case> load() {
        HttpCases reader = new HttpCases();
        try (InputStream in = HttpCases.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is not on the class path");
            }
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(reader::line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reader.finish();
        return reader.cases;
    }

    private void line(String line) {
        if (line.isBlank() || line.startsWith("#:")) {
            return;
        }
        if (line.startsWith("## ")) {
            finish();
            group = line.substring(3);
        } else if (line.startsWith("# ")) {
            finish();
            name = line.substring(2);
        } else if (line.startsWith("= ")) {
            contract.add(line.substring(2));
            elsewhere.add(line.substring(2));
        } else if (line.startsWith("~")) {
            int space = line.indexOf(' ');
            reasons.add(Reason.of(line.substring(1, space)));
            elsewhere.set(elsewhere.size() - 1, line.substring(space + 1));
        } else {
            String[] parts = line.split(" ", 3);
            requests.add(new Request(parts[0], parts[1], parts.length > 2 ? parts[2] : null));
        }
    }

    private void finish() {
        if (!requests.isEmpty()) {
            if (requests.size() != contract.size()) {
                throw new IllegalStateException(
                        FILE + ": " + name + ": " + requests.size() + " requests, " + contract.size() + " answers");
            }
            List<Request> asked = List.copyOf(requests);
            cases.add(new Case(
                    group,
                    name,
                    (server, candidate) -> answers(server, asked),
                    String.join("\n", contract),
                    List.copyOf(reasons),
                    Pattern.compile(Pattern.quote(String.join("\n", elsewhere)))));
        }
        requests.clear();
        contract.clear();
        elsewhere.clear();
        reasons.clear();
    }

    private static String answers(Fixture server, List<Request> requests) throws Exception {
        int free = FreePort.find();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<String> answers = new ArrayList<>();
            for (Request request : requests) {
                String body = request.body();
                if (body != null) {
                    body = body.replace("{taken}", String.valueOf(taken.getLocalPort()))
                            .replace("{free}", String.valueOf(free));
                }
                answers.add(show(server.call(request.method(), request.path(), body)));
            }
            return String.join("\n", answers);
        }
    }

    private static String show(HttpResponse<String> answer) {
        String type = answer.headers().firstValue("Content-Type").orElse("-");
        String body = PORT.matcher(answer.body()).replaceAll("$1:PORT").replace("\n", "\\n");
        return (answer.statusCode() + " " + TYPES.getOrDefault(type, type) + " " + body).stripTrailing();
    }
}
