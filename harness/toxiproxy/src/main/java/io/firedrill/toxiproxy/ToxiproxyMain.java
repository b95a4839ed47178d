package io.firedrill.toxiproxy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** Runs the server as a process of its own, with the flags of the real one. */
public final class ToxiproxyMain {

    private ToxiproxyMain() {}

    /**
     * Prints one line on standard output once it listens, then serves until the process is ended. Wrong flags and an address
     * that can't be bound give one sentence on standard error and exit code 2.
     */
    public static void main(String[] args) throws InterruptedException {
        CommandLine line;
        try {
            line = CommandLine.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        if (line.version()) {
            System.out.println("toxiproxy-server version " + ToxiproxyServer.VERSION);
            return;
        }
        ToxiproxyServer server = new ToxiproxyServer(line.seed());
        try {
            int port = server.start(line.host(), line.port());
            System.out.println("Toxiproxy listening on " + line.host() + ":" + port);
            System.out.flush();
        } catch (IOException e) {
            System.err.println("Toxiproxy can't listen on " + line.host() + ":" + line.port() + ": " + e.getMessage()
                    + "; give another one with -host and -port.");
            System.exit(2);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "toxiproxy-close"));
        new CountDownLatch(1).await();
    }
}
