package io.firedrill.toxiproxy.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.firedrill.toxiproxy.Fixture;
import io.firedrill.toxiproxy.Upstream;
import io.firedrill.toxiproxy.client.ToxiproxyExtras;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Clients that leave while their upstream has not answered yet. */
@EnabledOnOs(OS.LINUX)
class DialTest {
    private Fixture fixture;
    private ServerSocket upstream;
    private int port;

    @BeforeEach
    void start() throws Exception {
        fixture = new Fixture();
        upstream = fixture.full();
        port = fixture.proxy("p", upstream.getLocalPort());
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
    }

    private long live() throws Exception {
        return new ToxiproxyExtras("127.0.0.1", fixture.port()).traffic("p").live();
    }

    private Socket asking() throws Exception {
        Socket client = fixture.connect(port);
        client.getOutputStream().write("ping".getBytes(StandardCharsets.US_ASCII));
        await().until(() -> live() == 1);
        return client;
    }

    @Test
    void oneThatResetsItsConnectionEndsTheDial() throws Exception {
        Socket client = asking();
        client.setSoLinger(true, 0);
        client.close();

        // The dial itself would go on for half a minute.
        await().until(() -> live() == 0);
    }

    @Test
    void oneThatOnlyHalfClosesGetsItsAnswer() throws Exception {
        Socket client = asking();
        client.shutdownOutput();

        Upstream.daemon(this::answerWhoAsks);

        assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("pong");
    }

    /** Those that filled the server ask nothing. */
    private void answerWhoAsks() {
        try {
            while (true) {
                Socket socket = fixture.closing(upstream.accept());
                Upstream.daemon(() -> answer(socket));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private static void answer(Socket socket) {
        try (socket) {
            if (new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).equals("ping")) {
                socket.getOutputStream().write("pong".getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }
}
