package io.firedrill.toxiproxy.conformance;

import static io.firedrill.toxiproxy.conformance.StreamCases.echoed;
import static io.firedrill.toxiproxy.conformance.Talk.hear;
import static io.firedrill.toxiproxy.conformance.Talk.millisSince;
import static io.firedrill.toxiproxy.conformance.Talk.ping;
import static io.firedrill.toxiproxy.conformance.Talk.pingAt;
import static io.firedrill.toxiproxy.conformance.Talk.say;
import static io.firedrill.toxiproxy.conformance.Talk.through;

import io.firedrill.toxiproxy.Upstream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What each toxic does to a connection, alone, with toxicity, stacked and changed under load. */
final class ToxicCases {
    private static final String TOXIC = "toxics at work";
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final List<String> STREAMS = List.of("upstream", "downstream");

    private ToxicCases() {}

    static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        for (String stream : STREAMS) {
            eachOn(stream, cases);
        }
        limits(cases);
        toxicity(cases);
        together(cases);
        return cases;
    }

    /** The echo's answer, and whether it took that long. */
    private static String pingAfter(Socket client, long millis) throws Exception {
        long start = System.nanoTime();
        String heard = ping(client);
        long took = millisSince(start);
        return heard + (took >= millis ? " in time" : " too early: after " + took + " ms");
    }

    private static void eachOn(String stream, List<Case> cases) {
        cases.add(Case.of(
                TOXIC,
                "latency " + stream + " delays a connection that is open, and no longer when it is gone",
                "ping, ping in time, ping in time, ping",
                (server, candidate) -> {
                    Socket client = through(server, Upstream.echo());
                    List<String> seen = new ArrayList<>(List.of(ping(client)));
                    server.toxic("p", "t", "latency", stream, "{\"latency\":80}");
                    seen.add(pingAfter(client, 80));
                    server.post("/proxies/p/toxics/t", "{\"attributes\":{\"latency\":160}}");
                    seen.add(pingAfter(client, 160));
                    server.delete("/proxies/p/toxics/t");
                    seen.add(ping(client));
                    return String.join(", ", seen);
                }));
        cases.add(Case.of(
                TOXIC,
                "latency " + stream + " delays no earlier than latency less jitter",
                "ping in time ping in time ping in time",
                (server, candidate) -> {
                    Socket client = through(server, Upstream.echo());
                    server.toxic("p", "t", "latency", stream, "{\"latency\":60,\"jitter\":20}");
                    return pingAfter(client, 40) + " " + pingAfter(client, 40) + " " + pingAfter(client, 40);
                }));
        cases.add(Case.of(
                TOXIC, "bandwidth " + stream + " lets 100 kB a second through", "same in time", (server, candidate) -> {
                    Socket client = through(server, Upstream.echo());
                    server.toxic("p", "t", "bandwidth", stream, "{\"rate\":100}");
                    long start = System.nanoTime();
                    // The real server lets one window of 100 ms go early.
                    String echoed = echoed(client, 50_000);
                    return echoed + (millisSince(start) >= 350 ? " in time" : " too early");
                }));
        cases.add(Case.of(
                        TOXIC,
                        "bandwidth " + stream + " of rate 0 lets nothing through, and a rate then lets it go",
                        "silence ping",
                        (server, candidate) -> {
                            Socket client = through(server, Upstream.echo());
                            server.toxic("p", "t", "bandwidth", stream, "{\"rate\":0}");
                            say(client, "ping");
                            String before = hear(client, 1, SHORT);
                            server.post("/proxies/p/toxics/t", "{\"attributes\":{\"rate\":1000}}");
                            return before + " " + hear(client, 4);
                        })
                .butReal(Reason.FLUSH_ON_REMOVAL, "silence (ping|silence)"));
        cases.add(Case.of(
                TOXIC,
                "slicer " + stream + " sends everything, in pieces with a pause after each",
                "same in time",
                (server, candidate) -> {
                    Socket client = through(server, Upstream.echo());
                    server.toxic(
                            "p",
                            "t",
                            "slicer",
                            stream,
                            "{\"average_size\":1000,\"size_variation\":100,\"delay\":20000}");
                    long start = System.nanoTime();
                    String echoed = echoed(client, 11_000);
                    return echoed + (millisSince(start) >= 9 * 20 ? " in time" : " too early");
                }));
        cases.add(Case.of(TOXIC, "timeout " + stream + " drops what comes and closes", "end", (server, candidate) -> {
            Socket client = through(server, Upstream.echo());
            server.toxic("p", "t", "timeout", stream, "{\"timeout\":50}");
            return ping(client);
        }));
        cases.add(Case.of(
                TOXIC,
                "timeout " + stream + " of 0 drops what comes, and closes when it is taken away",
                "silence end",
                (server, candidate) -> {
                    Socket client = through(server, Upstream.echo());
                    server.toxic("p", "t", "timeout", stream, "{}");
                    say(client, "ping");
                    String before = hear(client, 1, SHORT);
                    server.delete("/proxies/p/toxics/t");
                    return before + " " + hear(client, 1);
                }));
        cases.add(Case.of(
                TOXIC,
                "limit_data " + stream + " lets exactly the limit through and closes",
                "12345 end",
                (server, candidate) -> {
                    Upstream upstream = Upstream.idle();
                    Socket client = through(server, upstream);
                    Socket accepted = upstream.next();
                    server.toxic("p", "t", "limit_data", stream, "{\"bytes\":5}");
                    say(stream.equals("upstream") ? client : accepted, "1234567890");
                    return hear(stream.equals("upstream") ? accepted : client, 100);
                }));
        cases.add(Case.of(
                TOXIC,
                "reset_peer " + stream + " resets a new connection that has data",
                "reset",
                (server, candidate) -> {
                    int port = server.proxy("p", server.closing(Upstream.echo()).port());
                    server.toxic("p", "t", "reset_peer", stream, "{}");
                    return pingAt(server, port);
                }));
        cases.add(Case.of(TOXIC, "noop " + stream + " does nothing", "ping same", (server, candidate) -> {
            Socket client = through(server, Upstream.echo());
            server.toxic("p", "t", "noop", stream, "{}");
            return ping(client) + " " + echoed(client, 1_000_000);
        }));
        cases.add(Case.of(
                TOXIC,
                "slow_close " + stream + " lets data through at once and the end late",
                "ping, end in time",
                (server, candidate) -> {
                    Upstream upstream = Upstream.idle();
                    Socket client = through(server, upstream);
                    Socket accepted = upstream.next();
                    server.toxic("p", "t", "slow_close", stream, "{\"delay\":150}");
                    Socket from = stream.equals("upstream") ? client : accepted;
                    Socket to = stream.equals("upstream") ? accepted : client;
                    say(from, "ping");
                    String heard = hear(to, 4);
                    long start = System.nanoTime();
                    from.close();
                    String end = hear(to, 1);
                    return heard + ", " + end + (millisSince(start) >= 150 ? " in time" : " too early");
                }));
        cases.add(Case.of(
                TOXIC,
                "a toxic " + stream + " leaves the other stream alone",
                "5 of 10 bytes, other way 10",
                (server, candidate) -> {
                    Upstream upstream = Upstream.idle();
                    Socket client = through(server, upstream);
                    Socket accepted = upstream.next();
                    server.toxic("p", "t", "limit_data", stream, "{\"bytes\":5}");
                    Socket from = stream.equals("upstream") ? client : accepted;
                    Socket to = stream.equals("upstream") ? accepted : client;
                    say(to, "1234567890");
                    int other = hear(from, 10).length();
                    say(from, "1234567890");
                    int struck = hear(to, 100).replace(" end", "").length();
                    return struck + " of 10 bytes, other way " + other;
                }));
    }

    private static void limits(List<Case> cases) {
        cases.add(Case.of(TOXIC, "limit_data of 0 closes at the first byte", "end", (server, candidate) -> {
            Socket client = through(server, Upstream.echo());
            server.toxic("p", "t", "limit_data", "downstream", "{\"bytes\":0}");
            return ping(client);
        }));
        cases.add(Case.of(
                TOXIC,
                "limit_data counts each connection from when it took hold",
                "1234 end, 1234 end",
                (server, candidate) -> {
                    int port = server.proxy("p", server.closing(Upstream.echo()).port());
                    server.toxic("p", "t", "limit_data", "downstream", "{\"bytes\":4}");
                    List<String> seen = new ArrayList<>();
                    for (int i = 0; i < 2; i++) {
                        Socket client = server.connect(port);
                        say(client, "12345678");
                        seen.add(hear(client, 100));
                    }
                    return String.join(", ", seen);
                }));
        cases.add(Case.of(
                TOXIC, "reset_peer with a time-out resets that much later", "reset in time", (server, candidate) -> {
                    int port = server.proxy("p", server.closing(Upstream.echo()).port());
                    server.toxic("p", "t", "reset_peer", "upstream", "{\"timeout\":100}");
                    return pingAfter(server.connect(port), 100);
                }));
        cases.add(Case.of(TOXIC, "one byte a time through a slicer of one byte", "ping", (server, candidate) -> {
            Socket client = through(server, Upstream.echo());
            server.toxic("p", "t", "slicer", "downstream", "{\"average_size\":1}");
            return ping(client);
        }));
    }

    private static void toxicity(List<Case> cases) {
        cases.add(Case.of(
                TOXIC, "toxicity 0 strikes nobody, and an update to 1 everybody", "ping end", (server, candidate) -> {
                    Socket client = through(server, Upstream.echo());
                    server.post(
                            "/proxies/p/toxics",
                            "{\"name\":\"t\",\"type\":\"timeout\",\"toxicity\":0,\"attributes\":{\"timeout\":20}}");
                    String spared = ping(client);
                    server.post("/proxies/p/toxics/t", "{\"toxicity\":1}");
                    return spared + " " + ping(client);
                }));
        cases.add(Case.of(
                TOXIC,
                "toxicity one half strikes about half of a hundred connections",
                "between 20 and 80",
                (server, candidate) -> {
                    int port = server.proxy("p", server.closing(Upstream.echo()).port());
                    server.post(
                            "/proxies/p/toxics",
                            "{\"name\":\"t\",\"type\":\"limit_data\",\"toxicity\":0.5,\"attributes\":{\"bytes\":1}}");
                    int struck = 0;
                    for (int i = 0; i < 100; i++) {
                        try (Socket client = server.connect(port)) {
                            say(client, "ab");
                            struck += hear(client, 2).equals("ab") ? 0 : 1;
                        }
                    }
                    return struck > 20 && struck < 80 ? "between 20 and 80" : String.valueOf(struck);
                }));
        cases.add(Case.of(
                TOXIC,
                "toxicity is drawn for each toxic of a connection on its own",
                "some have both, some one, some none",
                (server, candidate) -> {
                    int port = server.proxy("p", server.closing(Upstream.echo()).port());
                    for (String stream : STREAMS) {
                        server.post(
                                "/proxies/p/toxics",
                                "{\"name\":\"%s\",\"type\":\"latency\",\"stream\":\"%s\",\"toxicity\":0.5,\"attributes\":{\"latency\":40}}"
                                        .formatted(stream, stream));
                    }
                    int[] seen = new int[3];
                    for (int i = 0; i < 40; i++) {
                        try (Socket client = server.connect(port)) {
                            ping(client);
                            long start = System.nanoTime();
                            ping(client);
                            seen[(int) Math.min(2, millisSince(start) / 40)]++;
                        }
                    }
                    return seen[0] > 0 && seen[1] > 0 && seen[2] > 0
                            ? "some have both, some one, some none"
                            : seen[2] + " both, " + seen[1] + " one, " + seen[0] + " none";
                }));
    }

    private static void together(List<Case> cases) {
        cases.add(Case.of(TOXIC, "toxics of a stream add up", "ping in time", (server, candidate) -> {
            Socket client = through(server, Upstream.echo());
            for (String stream : STREAMS) {
                server.toxic("p", "a" + stream, "latency", stream, "{\"latency\":30}");
                server.toxic("p", "b" + stream, "latency", stream, "{\"latency\":30}");
            }
            return pingAfter(client, 120);
        }));
        cases.add(Case.of(
                TOXIC,
                "all that keep bytes, stacked on both streams, keep their order",
                "same",
                (server, candidate) -> {
                    Socket client = through(server, Upstream.echo());
                    for (String stream : STREAMS) {
                        server.toxic(
                                "p", "s" + stream, "slicer", stream, "{\"average_size\":4000,\"size_variation\":3000}");
                        server.toxic("p", "l" + stream, "latency", stream, "{\"latency\":5,\"jitter\":5}");
                        server.toxic("p", "b" + stream, "bandwidth", stream, "{\"rate\":20000}");
                        server.toxic("p", "c" + stream, "slow_close", stream, "{\"delay\":10}");
                        server.toxic("p", "n" + stream, "noop", stream, "{}");
                    }
                    return echoed(client, 3_000_000);
                }));
        cases.add(Case.of(
                TOXIC, "toxics that come, change and go under load lose nothing", "same", (server, candidate) -> {
                    Socket client = through(server, Upstream.echo());
                    CompletableFuture<String> load = CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    return echoed(client, 64_000_000);
                                } catch (Exception e) {
                                    throw new IllegalStateException(e);
                                }
                            },
                            Upstream::daemon);
                    for (int i = 0; !load.isDone(); i++) {
                        String stream = STREAMS.get(i % 2);
                        server.toxic("p", "l" + i, "latency", stream, "{\"latency\":3}");
                        server.toxic("p", "b" + i, "bandwidth", stream, "{\"rate\":100000}");
                        server.post("/proxies/p/toxics/l" + i, "{\"attributes\":{\"latency\":1}}");
                        server.delete("/proxies/p/toxics/l" + i);
                        server.delete("/proxies/p/toxics/b" + i);
                    }
                    return load.join();
                }));
        cases.add(Case.of(
                TOXIC, "latency holds the end of the stream back as well", "bye end in time", (server, candidate) -> {
                    Upstream upstream = Upstream.idle();
                    Socket client = through(server, upstream);
                    Socket accepted = upstream.next();
                    server.toxic("p", "t", "latency", "downstream", "{\"latency\":100}");
                    long start = System.nanoTime();
                    accepted.getOutputStream().write("bye".getBytes(StandardCharsets.US_ASCII));
                    accepted.close();
                    return hear(client, 4) + (millisSince(start) >= 100 ? " in time" : " too early");
                }));
        cases.add(Case.of(TOXIC, "a hundred connections follow one change", "100 of 100", (server, candidate) -> {
            int port = server.proxy("p", server.closing(Upstream.echo()).port());
            List<Socket> clients = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                Socket client = server.connect(port);
                ping(client);
                clients.add(client);
            }
            server.toxic("p", "t", "timeout", "downstream", "{\"timeout\":30}");
            int ended = 0;
            for (Socket client : clients) {
                ended += ping(client).equals("ping") ? 0 : 1;
            }
            return ended + " of 100";
        }));
    }
}
