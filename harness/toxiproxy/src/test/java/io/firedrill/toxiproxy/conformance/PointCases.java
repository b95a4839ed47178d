package io.firedrill.toxiproxy.conformance;

import static io.firedrill.toxiproxy.conformance.Talk.hear;
import static io.firedrill.toxiproxy.conformance.Talk.ping;
import static io.firedrill.toxiproxy.conformance.Talk.pingAt;
import static io.firedrill.toxiproxy.conformance.Talk.say;
import static io.firedrill.toxiproxy.conformance.Talk.status;
import static io.firedrill.toxiproxy.conformance.Talk.through;
import static org.awaitility.Awaitility.await;

import io.firedrill.toxiproxy.Fixture;
import io.firedrill.toxiproxy.Upstream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Where the real server is wrong: what kills it, hangs it, leaks in it or is lost in it. */
final class PointCases {
    private static final String BETTER = "where the real one is wrong";
    private static final byte[] BLOCK = new byte[64 * 1024];

    /** So long the real server may hang in a case before that is what was seen. */
    private static final Duration HANGS = Duration.ofSeconds(4);

    private PointCases() {}

    static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        hangs(cases);
        deaths(cases);
        endings(cases);
        timing(cases);
        accounts(cases);
        return cases;
    }

    /** A client through proxy p that reads nothing while its server has sent all it could. */
    private static void flooded(Fixture server) throws Exception {
        AtomicLong written = new AtomicLong();
        through(server, new Upstream(socket -> {
            for (int i = 0; i < 4000; i++) {
                socket.getOutputStream().write(BLOCK);
                written.addAndGet(BLOCK.length);
            }
        }));
        AtomicLong last = new AtomicLong(-1);
        await().pollInterval(Duration.ofMillis(200))
                .until(() -> last.getAndSet(written.get()) == written.get() && written.get() > 0);
    }

    private static void hangs(List<Case> cases) {
        cases.add(Case.of(
                        BETTER,
                        "a client that does not read hinders no change of toxics and no list",
                        "latency 200 200 204, bandwidth 200 200 204, list 200",
                        (server, candidate) -> {
                            flooded(server);
                            server.patience(HANGS);
                            List<String> seen = new ArrayList<>();
                            for (String type : List.of("latency", "bandwidth")) {
                                seen.add(type + " "
                                        + status(
                                                server,
                                                "POST",
                                                "/proxies/p/toxics",
                                                "{\"name\":\"t\",\"type\":\"" + type
                                                        + "\",\"attributes\":{\"rate\":1000}}")
                                        + " " + status(server, "POST", "/proxies/p/toxics/t", "{\"toxicity\":0.5}")
                                        + " " + status(server, "DELETE", "/proxies/p/toxics/t", null));
                            }
                            seen.add("list " + status(server, "GET", "/proxies", null));
                            return String.join(", ", seen);
                        })
                .butReal(Reason.DEAF_CLIENT, ".*no answer.*"));
        cases.add(Case.of(
                        BETTER,
                        "a hanging dial stops neither its proxy nor the interface",
                        "update 200, ping, delete 204, list 200",
                        (server, candidate) -> {
                            Upstream echo = server.closing(Upstream.echo());
                            int port = server.proxy("p", server.full().getLocalPort());
                            for (int i = 0; i < 5; i++) {
                                server.connect(port);
                            }
                            server.patience(HANGS);
                            return "update "
                                    + status(
                                            server,
                                            "POST",
                                            "/proxies/p",
                                            "{\"upstream\":\"127.0.0.1:" + echo.port() + "\"}")
                                    + ", " + pingAt(server, port)
                                    + ", delete " + status(server, "DELETE", "/proxies/p", null)
                                    + ", list " + status(server, "GET", "/proxies", null);
                        })
                .butReal(Reason.HANGING_DIAL, ".*(no answer|silence|refused).*"));
        cases.add(Case.of(
                        BETTER,
                        "taking a stack of toxics from a blocked connection neither waits nor drops",
                        "reset 204, 26214400 bytes",
                        (server, candidate) -> {
                            server.proxy(
                                    "p",
                                    server.closing(new Upstream(socket -> {
                                                for (int i = 0; i < 400; i++) {
                                                    socket.getOutputStream().write(BLOCK);
                                                }
                                                socket.close();
                                            }))
                                            .port());
                            server.toxic("p", "latency", "latency", "downstream", "{\"latency\":60000}");
                            server.toxic("p", "bandwidth", "bandwidth", "downstream", "{\"rate\":1}");
                            Socket client = server.connect(Fixture.portOf(server.get("/proxies/p")));
                            // Enough for the bytes to have filled what there is to fill.
                            hear(client, 1, Duration.ofMillis(500));
                            server.patience(HANGS);
                            String reset = status(server, "POST", "/reset", null);
                            client.setSoTimeout((int) HANGS.toMillis());
                            return "reset " + reset + ", " + count(client) + " bytes";
                        })
                .butReal(Reason.FLUSH_ON_REMOVAL, "reset no answer.*"));
        cases.add(Case.of(
                        BETTER,
                        "taking reset_peer away in time does not wait for it and saves the connection",
                        "204 ping",
                        (server, candidate) -> {
                            int port = server.proxy(
                                    "p", server.closing(Upstream.echo()).port());
                            server.toxic("p", "t", "reset_peer", "upstream", "{\"timeout\":600000}");
                            Socket client = server.connect(port);
                            say(client, "ping");
                            String before = hear(client, 1, Duration.ofMillis(200));
                            server.patience(HANGS);
                            String removed = status(server, "DELETE", "/proxies/p/toxics/t", null);
                            return before.equals("silence") ? removed + " " + hear(client, 4, HANGS) : before;
                        })
                .butReal(Reason.PENDING_RESET, "no answer.*"));
    }
    /** How many bytes come before the end, before silence, or in a time that is plenty. */
    private static long count(Socket client) throws IOException {
        byte[] buffer = new byte[256 * 1024];
        long count = 0;
        long end = System.nanoTime() + HANGS.toNanos();
        try {
            int read;
            while ((read = client.getInputStream().read(buffer)) >= 0 && System.nanoTime() - end < 0) {
                count += read;
            }
        } catch (SocketTimeoutException e) {
            // What came is what is told.
        }
        return count;
    }

    private static void deaths(List<Case> cases) {
        String[][] deadly = {
            {"slicer", "{}"},
            {"slicer", "{\"average_size\":0}"},
            {"slicer", "{\"average_size\":-5}"},
            {"slicer", "{\"average_size\":10,\"size_variation\":-20}"},
            {"bandwidth", "{\"rate\":-1}"},
            {"latency", "{\"jitter\":4611686018427387904}"},
        };
        for (String[] toxic : deadly) {
            cases.add(Case.of(
                            BETTER,
                            toxic[0] + " with " + toxic[1] + " is refused, and data flow on",
                            "400, same, alive",
                            (server, candidate) -> {
                                Socket client = through(server, Upstream.echo());
                                String made = status(
                                        server,
                                        "POST",
                                        "/proxies/p/toxics",
                                        "{\"type\":\"" + toxic[0] + "\",\"attributes\":" + toxic[1] + "}");
                                if (made.equals("400")) {
                                    return made + ", " + StreamCases.echoed(client, 100_000) + ", "
                                            + (candidate.alive(server) ? "alive" : "dead");
                                }
                                client.getOutputStream().write(new byte[100_000]);
                                // It has to fill a gigabyte of stack first.
                                AtomicInteger looks = new AtomicInteger();
                                await().atMost(Duration.ofMinutes(1))
                                        .until(() -> !candidate.alive(server) || looks.incrementAndGet() > 100);
                                return made + ", " + (candidate.alive(server) ? "alive" : "dead");
                            })
                    .butReal(Reason.DEADLY_ATTRIBUTES, "200, dead"));
        }
    }

    private static void endings(List<Case> cases) {
        cases.add(Case.of(
                        BETTER,
                        "connections that limit_data ended leave nothing behind",
                        "0 of 200 remain",
                        (server, candidate) -> {
                            int port = server.proxy(
                                    "p", server.closing(talkative()).port());
                            server.toxic("p", "t", "limit_data", "downstream", "{\"bytes\":1}");
                            return remaining(server, candidate, port);
                        })
                .butReal(Reason.LEAK, "[1-9][0-9]* of 200 remain"));
        cases.add(Case.of(
                BETTER,
                "connections that timeout ended leave nothing behind",
                "0 of 200 remain",
                (server, candidate) -> {
                    int port = server.proxy("p", server.closing(talkative()).port());
                    server.toxic("p", "t", "timeout", "downstream", "{\"timeout\":5}");
                    return remaining(server, candidate, port);
                }));
        cases.add(Case.of(BETTER, "timeout ends a connection that is never idle", "ended", (server, candidate) -> {
                    Socket client = through(server, Upstream.idle());
                    server.toxic("p", "t", "timeout", "upstream", "{\"timeout\":1000}");
                    client.setSoTimeout(10);
                    long end = System.nanoTime() + HANGS.toNanos();
                    try {
                        while (System.nanoTime() - end < 0) {
                            client.getOutputStream().write(1);
                            if (!hear(client, 1).equals("silence")) {
                                return "ended";
                            }
                        }
                    } catch (SocketException e) {
                        return "ended";
                    }
                    return "open";
                })
                .butReal(Reason.RESTARTED_TIMEOUT, "open"));
        cases.add(Case.of(
                        BETTER,
                        "reset_peer resets both sides of a connection that was open and is idle",
                        "x, client reset, server reset",
                        (server, candidate) -> {
                            Upstream upstream = Upstream.idle();
                            Socket client = through(server, upstream);
                            Socket accepted = upstream.next();
                            say(accepted, "x");
                            String open = hear(client, 1);
                            server.toxic("p", "t", "reset_peer", "downstream", "{}");
                            return open + ", client " + hear(client, 1, HANGS) + ", server " + hear(accepted, 1, HANGS);
                        })
                .butReal(Reason.LATE_RESET, "x, client silence, server silence"));
        cases.add(Case.of(
                        BETTER,
                        "reset_peer resets a connection that was open and has data",
                        "ping, reset",
                        (server, candidate) -> {
                            Socket client = through(server, Upstream.echo());
                            String open = ping(client);
                            server.toxic("p", "t", "reset_peer", "downstream", "{}");
                            return open + ", " + ping(client);
                        })
                .butReal(Reason.LATE_RESET, "ping, end"));
    }

    /** An upstream that answers with more than anybody will let through. */
    private static Upstream talkative() throws IOException {
        return new Upstream(socket -> {
            // Closed also when it was cut while it wrote: what remains open then is the server's.
            try (socket) {
                socket.getInputStream().read();
                socket.getOutputStream().write(new byte[400_000]);
            }
        });
    }

    /** How many of two hundred ended connections there still are. */
    private static String remaining(Fixture server, Candidate candidate, int port) throws Exception {
        // The first one, so that what every server keeps for good is there before.
        endOne(server, port);
        long before = candidate.remains(server);
        for (int i = 0; i < 200; i++) {
            endOne(server, port);
        }
        // A few of the interface's own come and go; they do not count.
        AtomicInteger looks = new AtomicInteger();
        AtomicLong now = new AtomicLong();
        await().pollInterval(Duration.ofMillis(100)).until(() -> {
            now.set(candidate.remains(server) - before);
            return now.get() <= 10 || looks.incrementAndGet() > 20;
        });
        return (now.get() <= 10 ? 0 : now.get()) + " of 200 remain";
    }

    private static void endOne(Fixture server, int port) throws Exception {
        try (Socket client = server.connect(port)) {
            say(client, "ab");
            hear(client, 500_000);
        }
    }

    private static void timing(List<Case> cases) {
        cases.add(Case.of(
                        BETTER,
                        "slicer keeps pauses of 100 µs",
                        "a thousand of them in less than a second",
                        (server, candidate) -> {
                            Socket client = through(server, Upstream.echo());
                            server.toxic("p", "t", "slicer", "downstream", "{\"average_size\":10,\"delay\":100}");
                            // A busy machine may be late, so the best of many tries counts. The real server sleeps for
                            // each, which
                            // takes a millisecond of most kernels at rest, and a tenth of that of some.
                            long best = Long.MAX_VALUE;
                            for (int i = 0; i < 8 && best >= 1_000_000_000L; i++) {
                                long start = System.nanoTime();
                                client.getOutputStream().write(new byte[10_000]);
                                client.getInputStream().readNBytes(10_000);
                                best = Math.min(best, System.nanoTime() - start);
                            }
                            return best < 1_000_000_000L
                                    ? "a thousand of them in less than a second"
                                    : "more than a second";
                        })
                .butReal(Reason.SLOW_SLICES, "more than a second|a thousand of them in less than a second"));
    }

    private static void accounts(List<Case> cases) {
        cases.add(Case.of(BETTER, "metrics count a connection that is open", "ping counted", (server, candidate) -> {
                    Socket client = through(server, Upstream.echo());
                    String open = ping(client);
                    boolean counted = server.call("GET", "/metrics", null)
                            .body()
                            .lines()
                            .anyMatch(
                                    line -> line.startsWith("toxiproxy_proxy_sent_bytes_total{direction=\"downstream\"")
                                            && line.endsWith(" 4"));
                    return open + (counted ? " counted" : " not counted");
                })
                .butReal(Reason.METRICS_NAMES_SEED, "ping not counted"));
        cases.add(Case.of(
                        BETTER,
                        "the same seed strikes the same connections, another one others",
                        "same as with the same seed, others with another",
                        (server, candidate) -> {
                            String first = struck(candidate, 7);
                            return (struck(candidate, 7).equals(first) ? "same as" : "others than")
                                    + " with the same seed, "
                                    + (struck(candidate, 8).equals(first) ? "the same" : "others") + " with another";
                        })
                .butReal(Reason.METRICS_NAMES_SEED, "others than with the same seed, others with another"));
    }

    /** Which of forty connections a toxic of toxicity one half strikes. */
    private static String struck(Candidate candidate, long seed) throws Exception {
        StringBuilder struck = new StringBuilder();
        try (Upstream upstream = Upstream.echo();
                Fixture server = candidate.start(seed)) {
            int port = server.proxy("p", upstream.port());
            server.post("/proxies/p/toxics", "{\"type\":\"limit_data\",\"toxicity\":0.5,\"attributes\":{\"bytes\":1}}");
            for (int i = 0; i < 40; i++) {
                try (Socket client = server.connect(port)) {
                    say(client, "ab");
                    struck.append(hear(client, 2).equals("ab") ? '-' : 'x');
                }
            }
        }
        return struck.toString();
    }
}
