package io.firedrill.toxiproxy.conformance;

import static io.firedrill.toxiproxy.conformance.Talk.hear;
import static io.firedrill.toxiproxy.conformance.Talk.ping;
import static io.firedrill.toxiproxy.conformance.Talk.pingAt;
import static io.firedrill.toxiproxy.conformance.Talk.say;
import static io.firedrill.toxiproxy.conformance.Talk.through;
import static org.awaitility.Awaitility.await;

import io.firedrill.toxiproxy.Fixture;
import io.firedrill.toxiproxy.FreePort;
import io.firedrill.toxiproxy.Upstream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Methods, headers and metrics; listeners and connections without a toxic. */
final class StreamCases {
    private static final String HTTP = "HTTP";
    private static final String LISTEN = "listeners";
    private static final String STREAM = "streams";

    private StreamCases() {}

    static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        http(cases);
        listeners(cases);
        streams(cases);
        return cases;
    }

    private static void http(List<Case> cases) {
        cases.add(Case.of(
                HTTP,
                "every path with every method has its status",
                """
                /proxies: GET 200, HEAD 405, OPTIONS 405, PUT 405, POST 400, PATCH 405, DELETE 405
                /proxies/a/toxics/t: GET 200, HEAD 405, OPTIONS 405, PUT 405, POST 400, PATCH 400, DELETE 204
                /proxies/a/toxics: GET 200, HEAD 405, OPTIONS 405, PUT 405, POST 400, PATCH 405, DELETE 405
                /proxies/a: GET 200, HEAD 405, OPTIONS 405, PUT 405, POST 400, PATCH 400, DELETE 204
                /populate: GET 405, HEAD 405, OPTIONS 405, PUT 405, POST 400, PATCH 405, DELETE 405
                /reset: GET 405, HEAD 405, OPTIONS 405, PUT 405, POST 204, PATCH 405, DELETE 405
                /version: GET 200, HEAD 405, OPTIONS 405, PUT 405, POST 405, PATCH 405, DELETE 405
                /metrics: GET 200, HEAD 200, OPTIONS 200, PUT 200, POST 200, PATCH 200, DELETE 200
                /nix: GET 404, HEAD 404, OPTIONS 404, PUT 404, POST 404, PATCH 404, DELETE 404""",
                (server, candidate) -> {
                    server.proxy("a", 1);
                    server.toxic("a", "t", "noop", "upstream", "{}");
                    List<String> lines = new ArrayList<>();
                    for (String path : List.of(
                            "/proxies",
                            "/proxies/a/toxics/t",
                            "/proxies/a/toxics",
                            "/proxies/a",
                            "/populate",
                            "/reset",
                            "/version",
                            "/metrics",
                            "/nix")) {
                        List<String> statuses = new ArrayList<>();
                        for (String method : List.of("GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE")) {
                            statuses.add(method + " "
                                    + server.call(method, path, null).statusCode());
                        }
                        lines.add(path + ": " + String.join(", ", statuses));
                    }
                    return String.join("\n", lines);
                }));
        cases.add(Case.of(
                HTTP,
                "what begins with Mozilla/ gets 403, and nothing else does",
                """
                /proxies Mozilla/5.0 (X11): 403 text/plain; charset=utf-8 User agent not allowed
                /version Mozilla/5.0 (X11): 403 text/plain; charset=utf-8 User agent not allowed
                /reset Mozilla/5.0 (X11): 405\s\s
                /nix Mozilla/5.0 (X11): 404 text/plain; charset=utf-8 404 page not found
                /proxies mozilla/5.0: 200 application/json {}
                /proxies curl Mozilla/5.0: 200 application/json {}""",
                (server, candidate) -> {
                    List<String> lines = new ArrayList<>();
                    for (String[] call : new String[][] {
                        {"/proxies", "Mozilla/5.0 (X11)"},
                        {"/version", "Mozilla/5.0 (X11)"},
                        {"/reset", "Mozilla/5.0 (X11)"},
                        {"/nix", "Mozilla/5.0 (X11)"},
                        {"/proxies", "mozilla/5.0"},
                        {"/proxies", "curl Mozilla/5.0"},
                    }) {
                        HttpResponse<String> answer = server.call("GET", call[0], null, "User-Agent", call[1]);
                        lines.add("%s %s: %d %s %s"
                                .formatted(
                                        call[0],
                                        call[1],
                                        answer.statusCode(),
                                        header(answer, "Content-Type"),
                                        answer.body().stripTrailing()));
                    }
                    return String.join("\n", lines);
                }));
        cases.add(Case.of(
                HTTP,
                "an answer of the interface carries a request id, one of the router does not",
                "200 id, 404 id nosniff, 204 id, 404 nosniff, 405",
                (server, candidate) -> {
                    List<String> seen = new ArrayList<>();
                    for (HttpResponse<String> answer : List.of(
                            server.call("GET", "/proxies", null),
                            server.call("GET", "/proxies/a", null),
                            server.call("POST", "/reset", null),
                            server.call("GET", "/nix", null),
                            server.call("PUT", "/proxies", null))) {
                        String id = answer.headers()
                                        .firstValue("X-Toxiproxy-Request-Id")
                                        .isPresent()
                                ? " id"
                                : "";
                        String sniff = answer.headers()
                                        .firstValue("X-Content-Type-Options")
                                        .isPresent()
                                ? " nosniff"
                                : "";
                        seen.add(answer.statusCode() + id + sniff);
                    }
                    return String.join(", ", seen);
                }));
        cases.add(Case.of(HTTP, "any content type of a request is taken", "201 201", (server, candidate) -> {
            List<String> seen = new ArrayList<>();
            for (String type : List.of("text/xml", "application/x-www-form-urlencoded")) {
                seen.add(String.valueOf(server.call(
                                "POST",
                                "/proxies",
                                "{\"name\":\"" + type + "\",\"upstream\":\"u:1\",\"enabled\":false}",
                                "Content-Type",
                                type)
                        .statusCode()));
            }
            return String.join(" ", seen);
        }));
        cases.add(Case.of(
                HTTP,
                "requests follow one another on a connection, pipelined, in chunks and after 100-continue",
                "200, 405, 400, 100, 400, 200, closed",
                (server, candidate) -> {
                    Socket socket = server.connect(server.port());
                    BufferedReader in =
                            new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                    List<String> seen = new ArrayList<>();
                    say(socket, "GET /proxies HTTP/1.1\r\nHost: h\r\n\r\nPUT /proxies HTTP/1.1\r\nHost: h\r\n\r\n");
                    say(
                            socket,
                            "POST /proxies HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n");
                    readUntil(3, in, seen);
                    say(
                            socket,
                            "POST /proxies HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
                    readUntil(4, in, seen);
                    say(socket, "{}GET /version HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
                    in.lines().forEach(line -> statusLine(line, seen));
                    return String.join(", ", seen) + ", closed";
                }));
        cases.add(Case.of(
                HTTP, "a client that speaks HTTP/1.0 is answered and closed", "200 end", (server, candidate) -> {
                    Socket socket = server.connect(server.port());
                    say(socket, "GET /proxies HTTP/1.0\r\n\r\n");
                    String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                    return answer.substring(9, 12) + " end";
                }));
        cases.add(Case.of(HTTP, "a body of five megabytes is read", "201", (server, candidate) -> {
            String padding = "x".repeat(5_000_000);
            return String.valueOf(server.call(
                            "POST",
                            "/proxies",
                            "{\"x\":\"" + padding + "\",\"name\":\"a\",\"upstream\":\"u:1\",\"enabled\":false}")
                    .statusCode());
        }));
        cases.add(Case.of(
                HTTP,
                "metrics count the bytes of an ended connection, each way, in and out",
                """
                text/plain; version=0.0.4; charset=utf-8; escaping=underscores
                # TYPE toxiproxy_proxy_received_bytes_total counter
                toxiproxy_proxy_received_bytes_total{direction="downstream",listener="HERE",proxy="p",upstream="THERE"} 7
                toxiproxy_proxy_received_bytes_total{direction="upstream",listener="HERE",proxy="p",upstream="THERE"} 7
                # TYPE toxiproxy_proxy_sent_bytes_total counter
                toxiproxy_proxy_sent_bytes_total{direction="downstream",listener="HERE",proxy="p",upstream="THERE"} 7
                toxiproxy_proxy_sent_bytes_total{direction="upstream",listener="HERE",proxy="p",upstream="THERE"} 7""",
                (server, candidate) -> {
                    Socket client = through(server, Upstream.echo());
                    say(client, "ping me");
                    hear(client, 7);
                    client.close();
                    var proxy = server.get("/proxies/p");
                    Function<HttpResponse<String>, List<String>> ours = answer -> answer.body()
                            .lines()
                            .filter(line -> line.contains("toxiproxy_proxy_") && !line.startsWith("# HELP"))
                            .map(line -> line.replace(proxy.get("listen").stringValue(), "HERE")
                                    .replace(proxy.get("upstream").stringValue(), "THERE"))
                            .toList();
                    await().until(() ->
                            ours.apply(server.call("GET", "/metrics", null)).size() == 6);
                    HttpResponse<String> answer = server.call("GET", "/metrics", null);
                    return header(answer, "Content-Type") + "\n" + String.join("\n", ours.apply(answer));
                }));
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static void readUntil(int answers, BufferedReader in, List<String> seen) throws IOException {
        String line;
        while (seen.size() < answers && (line = in.readLine()) != null) {
            statusLine(line, seen);
        }
    }

    /** Notes the status; an answer's body may stand before it in the same line. */
    private static void statusLine(String line, List<String> seen) {
        int at = line.indexOf("HTTP/1.1 ");
        if (at >= 0) {
            seen.add(line.substring(at + 9, at + 12));
        }
    }

    private static void listeners(List<Case> cases) {
        cases.add(Case.of(
                LISTEN,
                "a disabled proxy refuses and has cut its connections",
                "ping end refused ping",
                (server, candidate) -> {
                    Socket open = through(server, Upstream.echo());
                    List<String> seen = new ArrayList<>(List.of(ping(open)));
                    server.post("/proxies/p", "{\"enabled\":false}");
                    seen.add(hear(open, 1));
                    seen.add(pingAt(server, open.getPort()));
                    server.post("/proxies/p", "{\"enabled\":true}");
                    seen.add(pingAt(server, open.getPort()));
                    return String.join(" ", seen);
                }));
        cases.add(Case.of(
                LISTEN,
                "a deleted proxy refuses and has cut its connections",
                "ping end refused",
                (server, candidate) -> {
                    Socket open = through(server, Upstream.echo());
                    List<String> seen = new ArrayList<>(List.of(ping(open)));
                    server.delete("/proxies/p");
                    seen.add(hear(open, 1));
                    seen.add(pingAt(server, open.getPort()));
                    return String.join(" ", seen);
                }));
        cases.add(Case.of(
                LISTEN, "the same listen address in other words is no change", "ping ping", (server, candidate) -> {
                    Socket open = through(server, Upstream.echo());
                    String before = ping(open);
                    server.post("/proxies/p", "{\"enabled\":true,\"listen\":\"localhost:" + open.getPort() + "\"}");
                    return before + " " + ping(open);
                }));
        cases.add(Case.of(
                LISTEN,
                "another listen address moves the proxy and cuts its connections",
                "ping end refused ping",
                (server, candidate) -> {
                    Socket open = through(server, Upstream.echo());
                    List<String> seen = new ArrayList<>(List.of(ping(open)));
                    int moved = Fixture.portOf(server.post("/proxies/p", "{\"listen\":\"127.0.0.1:0\"}"));
                    seen.add(hear(open, 1));
                    seen.add(pingAt(server, open.getPort()));
                    seen.add(pingAt(server, moved));
                    return String.join(" ", seen);
                }));
        cases.add(Case.of(
                LISTEN,
                "another upstream cuts the connections to the old one and takes new ones at the same port",
                "ping end !",
                (server, candidate) -> {
                    Socket open = through(server, Upstream.echo());
                    List<String> seen = new ArrayList<>(List.of(ping(open)));
                    Upstream other = server.closing(
                            new Upstream(socket -> socket.getOutputStream().write('!')));
                    server.post("/proxies/p", "{\"upstream\":\"127.0.0.1:" + other.port() + "\"}");
                    seen.add(hear(open, 1));
                    seen.add(hear(server.connect(open.getPort()), 1));
                    return String.join(" ", seen);
                }));
        cases.add(Case.of(
                LISTEN, "populate with the same addresses keeps the connections", "ping ping", (server, candidate) -> {
                    Upstream echo = server.closing(Upstream.echo());
                    Socket open = server.connect(server.proxy("p", echo.port()));
                    String before = ping(open);
                    server.post("/populate", populate(open.getPort(), echo.port()));
                    return before + " " + ping(open);
                }));
        cases.add(Case.of(
                LISTEN, "populate with another upstream cuts the connections", "ping end ping", (server, candidate) -> {
                    Socket open = through(server, Upstream.echo());
                    List<String> seen = new ArrayList<>(List.of(ping(open)));
                    Upstream other = server.closing(Upstream.echo());
                    server.post("/populate", populate(open.getPort(), other.port()));
                    seen.add(hear(open, 1));
                    seen.add(pingAt(server, open.getPort()));
                    return String.join(" ", seen);
                }));
        cases.add(Case.of(
                LISTEN, "an empty update changes nothing of an open connection", "ping ping", (server, candidate) -> {
                    Socket open = through(server, Upstream.echo());
                    String before = ping(open);
                    server.post("/proxies/p", "{}");
                    return before + " " + ping(open);
                }));
        cases.add(Case.of(
                LISTEN,
                "a reset enables what is disabled and keeps open connections of the rest",
                "ping ping ping",
                (server, candidate) -> {
                    Upstream echo = server.closing(Upstream.echo());
                    Socket open = server.connect(server.proxy("p", echo.port()));
                    int off = server.proxy("q", echo.port());
                    server.post("/proxies/q", "{\"enabled\":false}");
                    String before = ping(open);
                    server.post("/reset", "");
                    return before + " " + ping(open) + " " + pingAt(server, off);
                }));
    }

    private static String populate(int listen, int upstream) {
        return "[{\"name\":\"p\",\"listen\":\"127.0.0.1:" + listen + "\",\"upstream\":\"127.0.0.1:" + upstream + "\"}]";
    }

    private static void streams(List<Case> cases) {
        cases.add(Case.of(
                STREAM, "bytes go both ways", "ping", (server, candidate) -> ping(through(server, Upstream.echo()))));
        cases.add(Case.of(STREAM, "IPv6 goes in and out", "ping", (server, candidate) -> {
            InetAddress six = InetAddress.getByName("::1");
            ServerSocket listener = server.closing(new ServerSocket(0, 5, six));
            Upstream.daemon(() -> {
                try (Socket socket = listener.accept()) {
                    socket.getOutputStream().write(socket.getInputStream().readNBytes(4));
                } catch (IOException e) {
                    // The client sees it.
                }
            });
            int port = Fixture.portOf(server.post(
                    "/proxies",
                    "{\"name\":\"p\",\"listen\":\"[::1]:0\",\"upstream\":\"[::1]:" + listener.getLocalPort() + "\"}"));
            return ping(server.connect(new InetSocketAddress(six, port)));
        }));
        cases.add(Case.of(STREAM, "a wildcard listens on IPv4 and IPv6", "ping ping", (server, candidate) -> {
            Upstream echo = server.closing(Upstream.echo());
            int port = Fixture.portOf(server.post(
                    "/proxies", "{\"name\":\"p\",\"listen\":\":0\",\"upstream\":\"127.0.0.1:" + echo.port() + "\"}"));
            return ping(server.connect(new InetSocketAddress(InetAddress.getByName("::1"), port))) + " "
                    + ping(server.connect(port));
        }));
        cases.add(Case.of(STREAM, "an upstream is looked up by name", "ping", (server, candidate) -> {
            Upstream echo = server.closing(Upstream.echo());
            int port = Fixture.portOf(server.post(
                    "/proxies",
                    "{\"name\":\"p\",\"listen\":\"127.0.0.1:0\",\"upstream\":\"localhost:" + echo.port() + "\"}"));
            return ping(server.connect(port));
        }));
        cases.add(Case.of(STREAM, "a dead upstream closes the client", "end", (server, candidate) -> {
            return hear(server.connect(server.proxy("p", FreePort.find())), 1);
        }));
        cases.add(Case.of(STREAM, "an upstream without an address closes the client", "end", (server, candidate) -> {
            int port = Fixture.portOf(server.post(
                    "/proxies", "{\"name\":\"p\",\"listen\":\"127.0.0.1:0\",\"upstream\":\"no-such-host.invalid:1\"}"));
            return hear(server.connect(port), 1);
        }));
        cases.add(Case.of(
                STREAM,
                "the server's end closes the client after its last byte",
                "bye end",
                (server, candidate) -> hear(
                        through(server, new Upstream(socket -> {
                            socket.getOutputStream().write("bye".getBytes(StandardCharsets.US_ASCII));
                            socket.close();
                        })),
                        4)));
        cases.add(Case.of(
                STREAM,
                "sixteen megabytes arrive unchanged, one way and back",
                "same",
                (server, candidate) -> echoed(through(server, Upstream.echo()), 16_000_000)));
        cases.add(Case.of(
                STREAM, "a hundred connections at once each have their own bytes", "100", (server, candidate) -> {
                    int port = server.proxy("p", server.closing(Upstream.echo()).port());
                    List<Socket> sockets = new ArrayList<>();
                    for (int i = 0; i < 100; i++) {
                        Socket socket = server.connect(port);
                        sockets.add(socket);
                        say(socket, "%04d".formatted(i));
                    }
                    int right = 0;
                    for (int i = 0; i < 100; i++) {
                        right += hear(sockets.get(i), 4).equals("%04d".formatted(i)) ? 1 : 0;
                    }
                    return String.valueOf(right);
                }));
        cases.add(Case.of(
                        STREAM,
                        "what a client asks before its end is answered after it",
                        "whole answer end",
                        (server, candidate) -> {
                            Socket client = through(server, new Upstream(socket -> {
                                byte[] asked = socket.getInputStream().readAllBytes();
                                socket.getOutputStream()
                                        .write((new String(asked, StandardCharsets.US_ASCII) + " answer")
                                                .getBytes(StandardCharsets.US_ASCII));
                                socket.close();
                            }));
                            say(client, "whole");
                            client.shutdownOutput();
                            return hear(client, 100);
                        })
                .butReal(Reason.HALF_CLOSE, "end|reset"));
        cases.add(Case.of(
                        STREAM,
                        "a server that has ended still gets what the client sends",
                        "end, request",
                        (server, candidate) -> {
                            Upstream upstream = Upstream.idle();
                            Socket client = through(server, upstream);
                            Socket accepted = upstream.next();
                            accepted.shutdownOutput();
                            String heard = hear(client, 1);
                            try {
                                say(client, "request");
                                client.shutdownOutput();
                            } catch (java.net.SocketException e) {
                                return heard + ", reset";
                            }
                            return heard + ", "
                                    + new String(accepted.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                        })
                .butReal(Reason.HALF_CLOSE, "end, (reset)?"));
        cases.add(Case.of(STREAM, "a reset of the server is a reset of the client", "x reset", (server, candidate) -> {
                    Upstream upstream = Upstream.idle();
                    Socket client = through(server, upstream);
                    Socket accepted = upstream.next();
                    say(accepted, "x");
                    String heard = hear(client, 1);
                    accepted.setSoLinger(true, 0);
                    accepted.close();
                    return heard + " " + hear(client, 1);
                })
                .butReal(Reason.RESET_IS_RESET, "x end"));
        cases.add(Case.of(STREAM, "a reset of the client is a reset of the server", "x reset", (server, candidate) -> {
                    Upstream upstream = Upstream.idle();
                    Socket client = through(server, upstream);
                    Socket accepted = upstream.next();
                    say(client, "x");
                    String heard = hear(accepted, 1);
                    client.setSoLinger(true, 0);
                    client.close();
                    return heard + " " + hear(accepted, 1);
                })
                .butReal(Reason.RESET_IS_RESET, "x end"));
    }

    /** Sends seeded bytes through an echo, and compares what comes back. */
    static String echoed(Socket client, int bytes) throws Exception {
        byte[] sent = new byte[bytes];
        new Random(bytes).nextBytes(sent);
        Thread sender = Upstream.daemon(() -> {
            try {
                client.getOutputStream().write(sent);
            } catch (IOException e) {
                // The receiver misses bytes.
            }
        });
        byte[] received = client.getInputStream().readNBytes(bytes);
        sender.join();
        if (Arrays.equals(sent, received)) {
            return "same";
        }
        return "different: " + received.length + " of " + bytes + " bytes, the first wrong one at "
                + Arrays.mismatch(sent, received);
    }
}
