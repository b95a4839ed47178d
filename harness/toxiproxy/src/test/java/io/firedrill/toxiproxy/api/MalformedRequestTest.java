package io.firedrill.toxiproxy.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.toxiproxy.Fixture;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no client library sends. */
class MalformedRequestTest {

    @ParameterizedTest
    @ValueSource(strings = {"/proxies/%", "/proxies/%zz", "/proxies/p/toxics/%4"})
    void anEscapeThatIsNoneIsAnsweredAndTheConnectionGoesOn(String path) throws Exception {
        try (Fixture fixture = new Fixture()) {
            Socket client = fixture.connect(fixture.port());
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));

            send(client, "POST " + path, "{}");
            assertThat(answer(in)).startsWith("HTTP/1.1 400 ").contains("invalid escape in the path");

            send(client, "GET /version", "");
            assertThat(answer(in)).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void aNumberThatIsTooLargeIsRefusedAsItWasWritten() throws Exception {
        try (Fixture fixture = new Fixture()) {
            fixture.proxy("p", 1);

            assertThat(fixture.call("POST", "/proxies/p/toxics", "{\"type\":\"noop\",\"toxicity\":1e400}")
                            .body())
                    .contains("toxicity is Infinity, allowed is 0 to 1");
            assertThat(fixture.call(
                                    "POST",
                                    "/proxies/p/toxics",
                                    "{\"type\":\"bandwidth\",\"attributes\":{\"rate\":1e999999999}}")
                            .body())
                    .contains("rate is 1E+999999999, expected a whole number in plain digits");
        }
    }

    @Test
    void whatWasAskedBehindIsAnsweredToo() throws Exception {
        try (Fixture fixture = new Fixture()) {
            Socket client = fixture.connect(fixture.port());
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));

            send(client, "POST /proxies/%", "{}");
            send(client, "GET /version", "");

            assertThat(answer(in)).startsWith("HTTP/1.1 400 ");
            assertThat(answer(in)).startsWith("HTTP/1.1 200 ");
        }
    }

    private static void send(Socket client, String line, String body) throws IOException {
        client.getOutputStream()
                .write((line + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.US_ASCII));
    }

    /** Status line and body of one answer. */
    private static String answer(BufferedReader in) throws IOException {
        String status = in.readLine();
        int length = 0;
        String header = in.readLine();
        while (header != null && !header.isEmpty()) {
            if (header.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(
                        header.substring(header.indexOf(':') + 1).trim());
            }
            header = in.readLine();
        }
        char[] body = new char[length];
        int read = 0;
        while (read < length) {
            read += in.read(body, read, length - read);
        }
        return status + "\n" + new String(body);
    }
}
