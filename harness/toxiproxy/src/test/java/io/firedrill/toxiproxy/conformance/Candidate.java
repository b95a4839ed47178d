package io.firedrill.toxiproxy.conformance;

import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import io.firedrill.toxiproxy.Fixture;
import io.firedrill.toxiproxy.FreePort;
import io.firedrill.toxiproxy.ToxiproxyServer;
import io.firedrill.toxiproxy.proxy.Kept;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A kind of server that the cases run against. */
interface Candidate {

    /** The column's heading. */
    String name();

    /** Whether it has to meet the contract in every case; else it may differ where a case has a reason. */
    boolean meetsContract();

    /** A fresh server. */
    Fixture start(long seed) throws IOException;

    /** How many connections the server still holds something of, some constant apart: by what it tells of itself, and by what the system tells of it. */
    long remains(Fixture server) throws Exception;

    /** Whether the server is alive: its process, or for one inside this JVM whether it answers. */
    boolean alive(Fixture server);

    /** Starts a server with a seed. */
    interface Start {
        Fixture with(long seed) throws IOException;
    }

    /** The server of this module, inside this JVM. */
    static Candidate embedded() {
        return embedded("this", seed -> new Fixture(new ToxiproxyServer(seed)));
    }

    /** The same as it runs on a system without epoll. */
    static Candidate portable() {
        return embedded("this without epoll", Fixture::portable);
    }

    private static Candidate embedded(String name, Start start) {
        return new Candidate() {
            private static final long A_CONNECTIONS_BUFFERS = 64 * 1024;

            @Override
            public String name() {
                return name;
            }

            @Override
            public boolean meetsContract() {
                return true;
            }

            @Override
            public Fixture start(long seed) throws IOException {
                return start.with(seed);
            }

            @Override
            public long remains(Fixture server) throws Exception {
                // What it says, what the system says of the sockets that it keeps, and what is still in memory.
                return Kept.objects().getOrDefault(Kept.LINK, 0L)
                        + Kept.buffers() / A_CONNECTIONS_BUFFERS
                        + server.get("/traffic").findValues("live").stream()
                                .mapToLong(live -> live.longValue())
                                .sum()
                        + ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                                .getOpenFileDescriptorCount();
            }

            @Override
            public boolean alive(Fixture server) {
                try {
                    return server.call("GET", "/version", null).statusCode() == 200;
                } catch (Exception e) {
                    return false; // it does not answer any more, for whatever reason
                }
            }
        };
    }

    /** The real server, each time a process of its own. */
    static Candidate real(Path program) {
        return new Candidate() {
            private static final double A_CONNECTIONS_BUFFERS = 64 * 1024;

            @Override
            public String name() {
                return "real";
            }

            @Override
            public boolean meetsContract() {
                return false;
            }

            @Override
            public Fixture start(long seed) throws IOException {
                int port = FreePort.find();
                ProcessBuilder builder = new ProcessBuilder(
                                program.toString(),
                                "-host",
                                "127.0.0.1",
                                "-port",
                                String.valueOf(port),
                                "-seed",
                                String.valueOf(seed),
                                "-proxy-metrics",
                                "-runtime-metrics")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD);
                // Collects garbage often, so that what stays in memory can be told from what has not been collected
                // yet.
                builder.environment().put("GOGC", "10");
                Process process = builder.start();
                Thread lastResort = new Thread(process::destroyForcibly);
                Runtime.getRuntime().addShutdownHook(lastResort);
                await().until(() -> !process.isAlive() || listens(port));
                if (!process.isAlive()) {
                    throw new IOException(program + " ended at once with exit code " + process.exitValue());
                }
                return new Fixture(
                        () -> {
                            process.destroyForcibly().waitFor();
                            Runtime.getRuntime().removeShutdownHook(lastResort);
                        },
                        port);
            }

            @Override
            public long remains(Fixture server) throws Exception {
                String metrics = server.call("GET", "/metrics", null).body();
                return (long) (value("go_goroutines", metrics)
                        + value("go_memstats_heap_alloc_bytes", metrics) / A_CONNECTIONS_BUFFERS);
            }

            private static double value(String metric, String metrics) {
                Matcher found = Pattern.compile("(?m)^" + metric + " (.+)$").matcher(metrics);
                if (!found.find()) {
                    throw new IllegalStateException("/metrics has no " + metric);
                }
                return Double.parseDouble(found.group(1));
            }

            @Override
            public boolean alive(Fixture server) {
                return listens(server.port());
            }
        };
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
