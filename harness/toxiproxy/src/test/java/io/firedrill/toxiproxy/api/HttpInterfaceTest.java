package io.firedrill.toxiproxy.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.toxiproxy.Fixture;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Codes and bodies, as the real server's were recorded. */
class HttpInterfaceTest {
    private Fixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new Fixture();
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
    }

    private void expect(String method, String path, String body, int status, String answer) throws Exception {
        HttpResponse<String> response = fixture.call(method, path, body);
        assertThat(response.statusCode() + " " + response.body()).isEqualTo(status + " " + answer);
    }

    private static String error(int status, String message) {
        return "{\"error\":\"" + message + "\",\"status\":" + status + "}\n";
    }

    private void makeA() throws Exception {
        fixture.post("/proxies", "{\"name\":\"a\",\"listen\":\"127.0.0.1:0\",\"upstream\":\"u:1\",\"enabled\":false}");
    }

    @Test
    void anEmptyServerListsAnEmptyObject() throws Exception {
        expect("GET", "/proxies", null, 200, "{}");
    }

    @Test
    void aCreatedProxyIsShownInTheRealOrderOfFields() throws Exception {
        expect(
                "POST",
                "/proxies",
                "{\"name\":\"a\",\"listen\":\"localhost:0\",\"upstream\":\"u:1\",\"enabled\":false}",
                201,
                "{\"name\":\"a\",\"listen\":\"localhost:0\",\"upstream\":\"u:1\",\"enabled\":false,\"Logger\":{},\"toxics\":[]}");
    }

    @Test
    void portZeroIsResolvedAndEchoed() throws Exception {
        assertThat(fixture.proxy("a", 1)).isPositive();
        assertThat(fixture.post("/proxies", "{\"name\":\"b\",\"upstream\":\"u:1\"}")
                        .get("listen")
                        .stringValue())
                .matches("\\[::]:[1-9][0-9]+");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"upstream\":\"u:1\"}|missing required field: name",
                "{\"name\":\"\",\"upstream\":\"u:1\"}|missing required field: name",
                "null|missing required field: name",
                "{\"name\":\"a\"}|missing required field: upstream",
                "{\"name\":1}|bad request body: name is a number, expected a string",
                "{\"name\":\"a\"|bad request body: unexpected EOF",
                "[]|bad request body: found an array, expected an object",
                "{\"name\":\"a\",\"upstream\":\"u\"}|upstream is \\\"u\\\", allowed is host:port: address u: missing port in address",
            })
    void aBadBodyIsRefusedWithTheReason(String body, String message) throws Exception {
        expect("POST", "/proxies", body, 400, error(400, message));
    }

    @Test
    void anEmptyBodyIsRefused() throws Exception {
        expect("POST", "/proxies", "", 400, error(400, "bad request body: EOF"));
    }

    @Test
    void keysInAnyCaseUnknownFieldsAndTrailingDataAreTaken() throws Exception {
        assertThat(fixture.post(
                                "/proxies",
                                "{\"NAME\":\"e\",\"upSTream\":\"u:1\",\"listen\":\"127.0.0.1:0\",\"x\":3} trailing")
                        .get("name")
                        .stringValue())
                .isEqualTo("e");
    }

    @Test
    void aTakenPortIsA500InTheRealWords() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String listen = "127.0.0.1:" + taken.getLocalPort();
            expect(
                    "POST",
                    "/proxies",
                    "{\"name\":\"a\",\"listen\":\"" + listen + "\",\"upstream\":\"u:1\"}",
                    500,
                    error(500, "listen tcp " + listen + ": bind: address already in use"));
        }
        expect("GET", "/proxies", null, 200, "{}");
    }

    @ParameterizedTest
    @CsvSource({
        "foo, address foo: missing port in address",
        "127.0.0.1:99999, address 99999: invalid port",
        "127.0.0.1:abc, lookup tcp/abc: unknown port",
    })
    void anAddressThatMakesNoSenseIsA500InTheRealWords(String listen, String words) throws Exception {
        expect(
                "POST",
                "/proxies",
                "{\"name\":\"a\",\"listen\":\"" + listen + "\",\"upstream\":\"u:1\"}",
                500,
                error(500, "listen tcp: " + words));
    }

    @Test
    void anExistingNameIsAConflict() throws Exception {
        makeA();
        expect(
                "POST",
                "/proxies",
                "{\"name\":\"a\",\"listen\":\"127.0.0.1:0\",\"upstream\":\"u:1\"}",
                409,
                error(409, "proxy already exists"));
    }

    @Test
    void whatIsNotThereIsA404() throws Exception {
        expect("GET", "/proxies/a", null, 404, error(404, "proxy not found"));
        expect("POST", "/proxies/a", "{}", 404, error(404, "proxy not found"));
        expect("DELETE", "/proxies/a", null, 404, error(404, "proxy not found"));
        expect("GET", "/proxies/a/toxics", null, 404, error(404, "proxy not found"));
        makeA();
        expect("GET", "/proxies/a/toxics/t", null, 404, error(404, "toxic not found"));
        expect("POST", "/proxies/a/toxics/t", "{", 404, error(404, "toxic not found"));
        expect("DELETE", "/proxies/a/toxics/t", null, 404, error(404, "toxic not found"));
    }

    @Test
    void unknownPathsAndMethodsAreAnsweredByTheRouter() throws Exception {
        expect("GET", "/nix", null, 404, "404 page not found\n");
        expect("POST", "/proxies/", "{}", 404, "404 page not found\n");
        expect("PUT", "/proxies", "{}", 405, "");
        expect("POST", "/version", "{}", 405, "");
    }

    @Test
    void anErrorIsPlainTextWithARequestId() throws Exception {
        HttpResponse<String> response = fixture.call("GET", "/proxies/a", null);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(response.headers().firstValue("X-Toxiproxy-Request-Id")).isPresent();
    }

    @Test
    void aBrowserIsRefused() throws Exception {
        HttpResponse<String> response = fixture.call("GET", "/proxies", null, "User-Agent", "Mozilla/5.0 (X11)");
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).isEqualTo("User agent not allowed\n");
    }

    @Test
    void theVersionIsThatOfTheInterface() throws Exception {
        expect("GET", "/version", null, 200, "{\"version\": \"2.12.0\"}\n");
    }

    @Test
    void anUpdateByPostOrPatchIgnoresTheNameAndKeepsWhatIsNotGiven() throws Exception {
        makeA();
        String shown =
                "{\"name\":\"a\",\"listen\":\"127.0.0.1:0\",\"upstream\":\"v:2\",\"enabled\":false,\"Logger\":{},\"toxics\":[]}";
        expect("POST", "/proxies/a", "{\"name\":\"q\",\"upstream\":\"v:2\"}", 200, shown);
        expect("PATCH", "/proxies/a", "{\"enabled\":null}", 200, shown);
        expect("PATCH", "/proxies/a", "", 400, error(400, "bad request body: EOF"));
    }

    @Test
    void aDeleteIsEmpty() throws Exception {
        makeA();
        expect("DELETE", "/proxies/a", null, 204, "");
        expect("GET", "/proxies", null, 200, "{}");
    }

    @Test
    void aToxicIsNamedAfterTypeAndStreamAsSent() throws Exception {
        makeA();
        expect(
                "POST",
                "/proxies/a/toxics",
                "{\"type\":\"latency\",\"stream\":\"UPstream\",\"attributes\":{\"LATENCY\":10}}",
                200,
                "{\"attributes\":{\"latency\":10,\"jitter\":0},\"name\":\"latency_UPstream\",\"type\":\"latency\","
                        + "\"stream\":\"UPstream\",\"toxicity\":1}");
        expect(
                "POST",
                "/proxies/a/toxics",
                "{\"type\":\"latency\",\"toxicity\":0.25}",
                200,
                "{\"attributes\":{\"latency\":0,\"jitter\":0},\"name\":\"latency_downstream\",\"type\":\"latency\","
                        + "\"stream\":\"downstream\",\"toxicity\":0.25}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"nix\",\"stream\":\"x\"}|stream was invalid, can be either upstream or downstream",
                "{\"type\":\"nix\"}|invalid toxic type",
                "{}|invalid toxic type",
                "{\"type\":\"bandwidth\",\"attributes\":{\"rate\":1.5}}|bad request body: rate is 1.5, expected a whole number in plain digits",
                "{\"type\":\"bandwidth\",\"attributes\":{\"rate\":1e2}}|bad request body: rate is 100.0, expected a whole number in plain digits",
                "{\"type\":\"bandwidth\",\"attributes\":{\"rate\":\"1\"}}|bad request body: rate is a string, expected a whole number in plain digits",
                "{\"type\":\"bandwidth\",\"attributes\":{\"rate\":-1}}|bandwidth: rate is -1, allowed is 0 to 1000000000 KB/s",
                "{\"type\":\"slicer\"}|slicer: average_size is 0, allowed is 1 to 2147483647 bytes",
                "{\"type\":\"latency\",\"toxicity\":2}|toxicity is 2.0, allowed is 0 to 1",
            })
    void aBadToxicIsRefusedWithTheReasonAndNotAdded(String body, String message) throws Exception {
        makeA();
        HttpResponse<String> response = fixture.call("POST", "/proxies/a/toxics", body);
        assertThat(response.body()).isEqualToIgnoringCase(error(400, message));
        expect("GET", "/proxies/a/toxics", null, 200, "[]");
    }

    @Test
    void toxicNamesAreUniqueAcrossBothStreams() throws Exception {
        makeA();
        fixture.toxic("a", "t", "latency", "upstream", "{}");
        expect(
                "POST",
                "/proxies/a/toxics",
                "{\"name\":\"t\",\"type\":\"bandwidth\",\"stream\":\"downstream\"}",
                409,
                error(409, "toxic already exists"));
    }

    @Test
    void upstreamToxicsAreListedFirst() throws Exception {
        makeA();
        fixture.toxic("a", "d", "latency", "downstream", "{}");
        fixture.toxic("a", "u", "latency", "upstream", "{}");
        assertThat(fixture.get("/proxies/a/toxics").findValuesAsString("name")).containsExactly("u", "d");
    }

    @Test
    void aToxicUpdateMergesAttributesAndIgnoresNameTypeAndStream() throws Exception {
        makeA();
        fixture.toxic("a", "t", "latency", "downstream", "{\"latency\":10,\"jitter\":3}");
        expect(
                "PATCH",
                "/proxies/a/toxics/t",
                "{\"attributes\":{\"latency\":20},\"toxicity\":0.5,\"stream\":\"upstream\",\"name\":\"x\",\"type\":\"timeout\"}",
                200,
                "{\"attributes\":{\"latency\":20,\"jitter\":3},\"name\":\"t\",\"type\":\"latency\",\"stream\":\"downstream\",\"toxicity\":0.5}");
    }

    @Test
    void aRefusedToxicUpdateChangesNothing() throws Exception {
        makeA();
        fixture.toxic("a", "t", "latency", "downstream", "{\"latency\":10,\"jitter\":3}");
        expect(
                "POST",
                "/proxies/a/toxics/t",
                "{\"attributes\":{\"latency\":20,\"jitter\":-1},\"toxicity\":0.5}",
                400,
                error(400, "latency: jitter is -1, allowed is 0 to 2147483647 ms"));
        expect(
                "GET",
                "/proxies/a/toxics/t",
                null,
                200,
                "{\"attributes\":{\"latency\":10,\"jitter\":3},\"name\":\"t\",\"type\":\"latency\",\"stream\":\"downstream\",\"toxicity\":1}");
    }

    @Test
    void namesWithASlashAreReached() throws Exception {
        fixture.post(
                "/proxies", "{\"name\":\"p/q r+s\",\"listen\":\"127.0.0.1:0\",\"upstream\":\"u:1\",\"enabled\":false}");
        assertThat(fixture.get("/proxies/p%2Fq%20r+s").get("name").stringValue())
                .isEqualTo("p/q r+s");
        fixture.toxic("p%2Fq%20r+s", "x/y", "latency", "upstream", "{}");
        fixture.delete("/proxies/p%2Fq%20r+s/toxics/x%2Fy");
        fixture.delete("/proxies/p%2Fq%20r+s");
    }

    @Test
    void populateMakesKeepsAndReplaces() throws Exception {
        int port = fixture.proxy("kept", 1);
        fixture.toxic("kept", "t", "latency", "upstream", "{}");
        fixture.proxy("replaced", 1);
        fixture.toxic("replaced", "t", "latency", "upstream", "{}");
        var answer = fixture.post(
                "/populate",
                "[{\"name\":\"kept\",\"listen\":\"localhost:" + port
                        + "\",\"upstream\":\"127.0.0.1:1\",\"enabled\":false},"
                        + "{\"name\":\"replaced\",\"listen\":\"127.0.0.1:0\",\"upstream\":\"v:2\"},"
                        + "{\"name\":\"new\",\"listen\":\"127.0.0.1:0\",\"upstream\":\"v:2\",\"enabled\":false}]");
        assertThat(answer.get("proxies").findValuesAsString("enabled")).containsExactly("true", "true", "false");
        assertThat(answer.get("proxies").get(0).get("toxics")).hasSize(1);
        assertThat(answer.get("proxies").get(1).get("toxics")).isEmpty();
        assertThat(answer.get("proxies").get(1).get("upstream").stringValue()).isEqualTo("v:2");
    }

    @Test
    void populateChecksEverythingBeforeItMakesAnything() throws Exception {
        expect(
                "POST",
                "/populate",
                "[{\"name\":\"g\",\"upstream\":\"x:1\"},{\"upstream\":\"x:1\"}]",
                400,
                "{\"error\":\"missing required field: name at proxy 2\",\"status\":400,\"proxies\":null}");
        expect("GET", "/proxies", null, 200, "{}");
        expect("POST", "/populate", "[]", 201, "{\"proxies\":null}");
    }

    @Test
    void populateStopsAtTheFirstFailureAndReturnsTheEarlierOnes() throws Exception {
        int taken = fixture.proxy("taken", 1);
        HttpResponse<String> response = fixture.call(
                "POST",
                "/populate",
                "[{\"name\":\"g\",\"listen\":\"127.0.0.1:0\",\"upstream\":\"x:1\"},"
                        + "{\"name\":\"h\",\"listen\":\"127.0.0.1:" + taken + "\",\"upstream\":\"x:1\"},"
                        + "{\"name\":\"i\",\"listen\":\"127.0.0.1:0\",\"upstream\":\"x:1\"}]");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(response.body())
                .startsWith("{\"error\":\"listen tcp 127.0.0.1:" + taken
                        + ": bind: address already in use\",\"status\":500,\"proxies\":[{\"name\":\"g\"");
        assertThat(fixture.get("/proxies").propertyNames()).containsExactly("g", "taken");
    }

    @Test
    void resetEnablesEveryProxyAndTakesEveryToxicAway() throws Exception {
        makeA();
        fixture.toxic("a", "t", "latency", "upstream", "{}");
        expect("POST", "/reset", null, 204, "");
        assertThat(fixture.get("/proxies/a").get("enabled").booleanValue()).isTrue();
        assertThat(fixture.get("/proxies/a/toxics")).isEmpty();
    }
}
