package io.firedrill.cli;

import io.firedrill.run.RefusedException;
import io.firedrill.toxiproxy.ToxiproxyServer;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The embedded proxy server by itself. */
@Command(
        name = "toxiproxy",
        description = {
            "Starts the embedded Toxiproxy server alone, until Ctrl-C.",
            "It speaks Toxiproxy's HTTP interface, so any Toxiproxy client drives it."
        },
        footer = {
            "",
            "Examples:",
            "  firedrill toxiproxy",
            "  firedrill toxiproxy --port 8475",
            "  curl -X POST http://127.0.0.1:8474/proxies \\",
            "       -d '{\"name\":\"kafka\",\"listen\":\"127.0.0.1:19092\",\"upstream\":\"127.0.0.1:9092\"}'"
        })
final class ToxiproxyCommand implements Callable<Integer> {

    private static final int LAST_PORT = 65535;

    private final Surroundings surroundings;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "Where it listens; ${DEFAULT-VALUE} unless said.")
    private String host = "127.0.0.1";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Its port, 0 for any free one; ${DEFAULT-VALUE} unless said.")
    private int port = 8474;

    ToxiproxyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws RefusedException, InterruptedException {
        if (port < 0 || port > LAST_PORT) {
            throw new RefusedException("--port " + port + " is no port: 0 to " + LAST_PORT);
        }
        CountDownLatch stopped = new CountDownLatch(1);
        try (ToxiproxyServer server = new ToxiproxyServer();
                Interrupts interrupts = Interrupts.listen(stopped::countDown, stopped::countDown)) {
            surroundings.out().println("Toxiproxy listens on " + host + ":" + start(server));
            surroundings.out().flush();
            stopped.await();
            return interrupts.asked() ? ExitCode.INTERRUPTED : ExitCode.MET;
        }
    }

    private int start(ToxiproxyServer server) throws RefusedException {
        try {
            return server.start(host, port);
        } catch (IOException e) {
            throw new RefusedException(
                    "the proxy server can't listen on " + host + ":" + port + " (" + e.getMessage()
                            + "). Another program may hold the port: give a free one with --port, or 0 for any",
                    e);
        }
    }
}
