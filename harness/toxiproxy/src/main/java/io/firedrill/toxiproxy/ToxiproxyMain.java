package io.firedrill.toxiproxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Runs the server as a process of its own, with the flags of the real one. */
public final class ToxiproxyMain {

    private ToxiproxyMain() {}

    /**
     * Prints one line on standard output once it listens, then serves until the process is ended. Wrong flags, proxies that can't be
     * made and an address that can't be bound give one sentence on standard error and exit code 2.
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
        String proxies;
        try {
            proxies = line.config().isEmpty() ? "[]" : Files.readString(Path.of(line.config()));
        } catch (IOException | InvalidPathException e) {
            System.err.println("Toxiproxy can't read what -config names: " + e);
            System.exit(2);
            return;
        }
        ToxiproxyServer server = new ToxiproxyServer(line.seed());
        try {
            int port = server.start(line.host(), line.port(), proxies);
            System.out.println("Toxiproxy listening on " + line.host() + ":" + port);
            System.out.flush();
        } catch (IOException e) {
            System.err.println("Toxiproxy can't start on " + line.host() + ":" + line.port()
                    + (line.config().isEmpty() ? "" : " with the proxies of " + line.config()) + ": " + e.getMessage()
                    + (line.config().isEmpty() ? "; give another address with -host and -port" : ""));
            System.exit(2);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "toxiproxy-close"));
        new CountDownLatch(1).await();
    }
}
