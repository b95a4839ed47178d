package io.firedrill.toxiproxy.bench;

import static org.awaitility.Awaitility.await;

import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import io.firedrill.toxiproxy.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * A server under measurement, or none: the way without a proxy.
 *
 * @param name for the table
 * @param apiPort of its HTTP interface, 0 for no proxy
 * @param pid of its process, 0 for no proxy
 */
record Candidate(String name, int apiPort, long pid) {

    /** The way without a proxy. */
    static Candidate direct() {
        return new Candidate("direct", 0, 0);
    }

    /** Starts a server's program, which is stopped when this JVM ends. */
    static Candidate start(String name, String program) throws IOException {
        int port = FreePort.find();
        Process process = new ProcessBuilder(program, "-host", "127.0.0.1", "-port", String.valueOf(port))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        await().atMost(Duration.ofMinutes(5)).until(() -> {
            try (Socket socket = connect(port)) {
                return socket.isConnected();
            } catch (IOException e) {
                return !process.isAlive();
            }
        });
        if (!process.isAlive()) {
            throw new IOException(program + " ended at once with exit code " + process.exitValue());
        }
        return new Candidate(name, port, process.pid());
    }

    /** A proxy made for one measurement. */
    interface Route extends AutoCloseable {
        int port();

        Proxy proxy();

        @Override
        void close() throws IOException;
    }

    Route to(int upstreamPort) throws IOException {
        Proxy proxy = apiPort == 0
                ? null
                : new ToxiproxyClient("127.0.0.1", apiPort)
                        .createProxy("bench", "127.0.0.1:0", "127.0.0.1:" + upstreamPort);
        return new Route() {
            @Override
            public int port() {
                return proxy == null
                        ? upstreamPort
                        : Integer.parseInt(proxy.getListen().replaceFirst(".*:", ""));
            }

            @Override
            public Proxy proxy() {
                return proxy;
            }

            @Override
            public void close() throws IOException {
                if (proxy != null) {
                    proxy.delete();
                }
            }
        };
    }

    static Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    /** Processor time used so far, in seconds; 0 when the process is unknown. */
    double cpuSeconds() throws IOException {
        if (pid == 0) {
            return 0;
        }
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
    }

    /** How many descriptors the process has open. */
    long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return open.count();
        }
    }

    /** A line of the process's status in kB, for example VmRSS; 0 when the process is unknown. */
    long status(String key) throws IOException {
        return pid == 0
                ? 0
                : Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                        .filter(line -> line.startsWith(key + ":"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                        .findFirst()
                        .orElse(0);
    }
}
