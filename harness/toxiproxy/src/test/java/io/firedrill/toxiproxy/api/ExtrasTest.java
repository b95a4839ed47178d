package io.firedrill.toxiproxy.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.firedrill.toxiproxy.Fixture;
import io.firedrill.toxiproxy.ToxiproxyServer;
import io.firedrill.toxiproxy.Upstream;
import java.net.Socket;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** Attributes that the real server does not know. */
class ExtrasTest {

    @Test
    void seedAndDistributionAreShownWhenTheyWereGivenAndSurviveAnUpdate() throws Exception {
        try (Fixture fixture = new Fixture()) {
            fixture.proxy("p", 1);
            fixture.toxic(
                    "p",
                    "t",
                    "latency",
                    "upstream",
                    "{\"latency\":1,\"jitter\":1,\"distribution\":\"Pareto\",\"seed\":7}");
            String shown = fixture.post("/proxies/p/toxics/t", "{\"attributes\":{\"jitter\":2}}")
                    .get("attributes")
                    .toString();
            assertThat(shown).isEqualTo("{\"latency\":1,\"jitter\":2,\"distribution\":\"pareto\",\"seed\":7}");
        }
    }

    @Test
    void anUnknownDistributionIsRefusedWithWhatIsAllowed() throws Exception {
        try (Fixture fixture = new Fixture()) {
            fixture.proxy("p", 1);
            HttpResponse<String> answer = fixture.call(
                    "POST", "/proxies/p/toxics", "{\"type\":\"latency\",\"attributes\":{\"distribution\":\"bell\"}}");
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("latency: distribution is bell, allowed is uniform, normal or pareto");
        }
    }

    @Test
    void aToxicsSeedDecidesWhomItStrikesWhateverTheServersSeedAndOtherToxicsAre() throws Exception {
        String struck = struck(1, 7, "noop");
        assertThat(struck(2, 7, "latency")).isEqualTo(struck).contains("x").contains("-");
        assertThat(struck(1, 8, "noop")).isNotEqualTo(struck);
    }

    @Test
    void theAccountSaysWhichToxicEndedAConnection() throws Exception {
        try (Upstream upstream = Upstream.echo();
                Fixture fixture = new Fixture()) {
            int port = fixture.proxy("p", upstream.port());
            fixture.toxic("p", "silent", "timeout", "downstream", "{}");
            fixture.toxic("p", "limit", "limit_data", "upstream", "{\"bytes\":3}");
            Socket cutByRemoval = fixture.connect(port);
            cutByRemoval.getOutputStream().write(1);
            await().until(() ->
                    fixture.get("/proxies/p/traffic").at("/upstream/sent_bytes").asLong() == 1);
            fixture.delete("/proxies/p/toxics/silent");
            assertThat(cutByRemoval.getInputStream().read()).isEqualTo(-1);
            assertThat(fixture.get("/proxies/p/traffic").at("/toxics").toString())
                    .isEqualTo("{\"limit\":{\"cut\":0,\"pieces\":0,\"held_back_bytes\":0}}");

            Socket cutByLimit = fixture.connect(port);
            cutByLimit.getOutputStream().write(new byte[5]);
            assertThat(cutByLimit.getInputStream().readAllBytes()).hasSizeLessThanOrEqualTo(3);

            assertThat(fixture.get("/proxies/p/traffic").at("/toxics/limit/cut").asLong())
                    .isEqualTo(1);
            assertThat(fixture.get("/proxies/p/traffic").at("/connections/cut").asLong())
                    .isEqualTo(2);
        }
    }

    /** Which of thirty connections a toxic of toxicity one half strikes. */
    private static String struck(long serverSeed, long toxicSeed, String other) throws Exception {
        StringBuilder struck = new StringBuilder();
        try (Upstream upstream = Upstream.echo();
                Fixture fixture = new Fixture(new ToxiproxyServer(serverSeed))) {
            int port = fixture.proxy("p", upstream.port());
            fixture.post("/proxies/p/toxics", "{\"type\":\"" + other + "\",\"toxicity\":0.5}");
            fixture.post(
                    "/proxies/p/toxics",
                    "{\"type\":\"limit_data\",\"toxicity\":0.5,\"attributes\":{\"bytes\":1,\"seed\":" + toxicSeed
                            + "}}");
            for (int i = 0; i < 30; i++) {
                try (Socket client = fixture.connect(port)) {
                    client.getOutputStream().write(new byte[2]);
                    struck.append(client.getInputStream().readNBytes(2).length == 1 ? 'x' : '-');
                }
            }
        }
        return struck.toString();
    }
}
