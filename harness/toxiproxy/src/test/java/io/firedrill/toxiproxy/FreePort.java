package io.firedrill.toxiproxy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port that nobody listens on and that the system gives to nobody who asks for any: below those it chooses from for connections and for
 * port 0. One that it had chosen and got back could be another's a moment later.
 */
public final class FreePort {
    private static final int FROM = 12_000;
    private static final int BELOW = 32_000;

    private FreePort() {}

    public static int find() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FROM, BELOW);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (BindException e) {
                // Somebody has it; another one.
            }
        }
    }
}
