package io.firedrill.network;

import io.firedrill.evidence.TimelineEvent;
import io.firedrill.kafka.HostPort;
import io.firedrill.kafka.JvmOptions;
import io.firedrill.region.ChildProcess;
import io.firedrill.region.ChildSpec;
import io.firedrill.region.JavaProgram;
import io.firedrill.region.RunContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The embedded Toxiproxy server as a process of its own, so that a pause of the harness never looks like a partition. */
public final class ProxyServer {
    private static final String NAME = TimelineEvent.Trouble.PROXY_SERVER;
    private static final String MAIN = "io.firedrill.toxiproxy.ToxiproxyMain";
    private static final String LISTENING = "Toxiproxy listening on ";

    /** The same as {@code harness/bin/toxiproxy-server} and {@code firedrill toxiproxy} start it with: what is measured runs. */
    static final JvmOptions JVM = new JvmOptions(
            64,
            true,
            List.of(
                    "-Xms12m",
                    "-Xmn8m",
                    "-XX:MaxDirectMemorySize=128m",
                    "-Xss256k",
                    "-XX:ReservedCodeCacheSize=32m",
                    "-XX:-UsePerfData"));

    private static final Duration UP_WITHIN = Duration.ofSeconds(20);

    private ProxyServer() {}

    /**
     * Starts it and returns once it listens.
     *
     * @param run where it listens, on a port that the system chooses
     * @param classPath holds the server and the launch module
     * @return where its HTTP interface is
     * @throws IOException it did not come up, with what it said
     */
    public static HostPort start(RunContext run, String classPath) throws IOException, InterruptedException {
        Path log = run.logs().resolve(NAME + ".log");
        JavaProgram program = run.ofHarness(
                new JavaProgram(MAIN, List.of("-host", run.address().host(), "-port", "0"), classPath, JVM, Map.of()),
                NAME,
                NAME);
        ChildProcess child = run.supervisor()
                .start(new ChildSpec(
                        NAME, program.command(), log, ChildSpec.Ending.WHEN_ASKED, ChildSpec.Streams.PIPED));
        BufferedReader said = new BufferedReader(new InputStreamReader(child.output(), StandardCharsets.UTF_8));
        CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> firstLine(said));
        try {
            String line = first.get(UP_WITHIN.toNanos(), TimeUnit.NANOSECONDS);
            if (!line.startsWith(LISTENING)) {
                throw new IOException("the Toxiproxy server did not start: it said '" + line + "'; its log is " + log);
            }
            return HostPort.parse(line.substring(LISTENING.length()).trim());
        } catch (TimeoutException | ExecutionException e) {
            throw new IOException(
                    "the Toxiproxy server did not start within " + UP_WITHIN.toSeconds() + " s; its log is " + log, e);
        }
    }

    private static String firstLine(BufferedReader said) {
        try {
            String line = said.readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            return "";
        }
    }
}
