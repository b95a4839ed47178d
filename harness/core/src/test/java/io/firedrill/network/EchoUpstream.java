package io.firedrill.network;

import io.firedrill.kafka.HostPort;
import java.io.IOException;

/** Sends back what it gets, on every connection. */
public final class EchoUpstream implements AutoCloseable {
    private final LoopbackServer server;

    public EchoUpstream(HostPort at) throws IOException {
        server = new LoopbackServer(
                at.socketAddress(), connection -> connection.getInputStream().transferTo(connection.getOutputStream()));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
