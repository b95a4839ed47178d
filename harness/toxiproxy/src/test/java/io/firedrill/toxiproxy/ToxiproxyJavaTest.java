package io.firedrill.toxiproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import eu.rekawek.toxiproxy.model.Toxic;
import eu.rekawek.toxiproxy.model.ToxicDirection;
import eu.rekawek.toxiproxy.model.toxic.Bandwidth;
import eu.rekawek.toxiproxy.model.toxic.Latency;
import eu.rekawek.toxiproxy.model.toxic.LimitData;
import eu.rekawek.toxiproxy.model.toxic.ResetPeer;
import eu.rekawek.toxiproxy.model.toxic.Slicer;
import eu.rekawek.toxiproxy.model.toxic.SlowClose;
import eu.rekawek.toxiproxy.model.toxic.Timeout;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole of toxiproxy-java's interface against this server. */
class ToxiproxyJavaTest {
    private Fixture fixture;
    private ToxiproxyClient client;

    @BeforeEach
    void start() throws Exception {
        fixture = new Fixture();
        client = new ToxiproxyClient("127.0.0.1", fixture.port());
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
    }

    private Proxy proxy() throws IOException {
        return client.createProxy("p", "127.0.0.1:0", "127.0.0.1:1");
    }

    @Test
    void proxiesAreMadeFoundListedChangedAndDeleted() throws Exception {
        Proxy proxy = proxy();
        assertThat(proxy.getName()).isEqualTo("p");
        assertThat(proxy.getListen()).matches("127\\.0\\.0\\.1:[1-9][0-9]+");
        assertThat(proxy.getUpstream()).isEqualTo("127.0.0.1:1");
        assertThat(proxy.isEnabled()).isTrue();
        assertThat(client.getProxies()).extracting(Proxy::getName).containsExactly("p");
        assertThat(client.getProxy("p").getListen()).isEqualTo(proxy.getListen());
        assertThat(client.getProxyOrNull("q")).isNull();
        assertThat(new ToxiproxyClient("http", "127.0.0.1", fixture.port()).getProxyOrNull("p"))
                .hasToString(proxy.toString());

        String before = proxy.getListen();
        proxy.setUpstream("127.0.0.1:2");
        assertThat(client.getProxy("p").getUpstream()).isEqualTo("127.0.0.1:2");
        assertThat(client.getProxy("p").getListen()).isEqualTo(before);
        proxy.setListen("127.0.0.1:0");
        assertThat(client.getProxy("p").getListen()).isNotEqualTo(before);

        proxy.disable();
        assertThat(client.getProxy("p").isEnabled()).isFalse();
        proxy.enable();
        assertThat(client.getProxy("p").isEnabled()).isTrue();

        proxy.delete();
        assertThat(client.getProxies()).isEmpty();
    }

    @Test
    void errorsReachTheClientWithTheirText() throws Exception {
        proxy();
        assertThatThrownBy(this::proxy).isInstanceOf(IOException.class).hasMessageContaining("proxy already exists");
        assertThatThrownBy(() -> client.getProxy("q")).hasMessageContaining("proxy not found");
        assertThatThrownBy(() -> client.getProxy("p").toxics().get("t")).hasMessageContaining("toxic not found");
    }

    @Test
    void theVersionAndTheReset() throws Exception {
        Proxy proxy = proxy();
        proxy.toxics().latency("t", ToxicDirection.UPSTREAM, 5);
        proxy.disable();
        assertThat(client.version()).contains(ToxiproxyServer.VERSION);
        client.reset();
        assertThat(client.getProxy("p").isEnabled()).isTrue();
        assertThat(client.getProxy("p").toxics().getAll()).isEmpty();
    }

    @Test
    void latency() throws Exception {
        Latency toxic = proxy().toxics().latency("t", ToxicDirection.UPSTREAM, 5);
        toxic.setLatency(10).setJitter(3);
        Latency found = client.getProxy("p").toxics().get("t", Latency.class);
        assertThat(found.getLatency()).isEqualTo(10);
        assertThat(found.getJitter()).isEqualTo(3);
        assertThat(found.getStream()).isEqualTo(ToxicDirection.UPSTREAM);
    }

    @Test
    void bandwidth() throws Exception {
        proxy().toxics().bandwidth("t", ToxicDirection.DOWNSTREAM, 5).setRate(10);
        assertThat(client.getProxy("p").toxics().get("t", Bandwidth.class).getRate())
                .isEqualTo(10);
    }

    @Test
    void slowClose() throws Exception {
        proxy().toxics().slowClose("t", ToxicDirection.DOWNSTREAM, 5).setDelay(10);
        assertThat(client.getProxy("p").toxics().get("t", SlowClose.class).getDelay())
                .isEqualTo(10);
    }

    @Test
    void timeout() throws Exception {
        proxy().toxics().timeout("t", ToxicDirection.DOWNSTREAM, 5).setTimeout(10);
        assertThat(client.getProxy("p").toxics().get("t", Timeout.class).getTimeout())
                .isEqualTo(10);
    }

    @Test
    void slicer() throws Exception {
        proxy().toxics()
                .slicer("t", ToxicDirection.DOWNSTREAM, 50, 7)
                .setSizeVariation(20)
                .setDelay(8)
                .setAverageSize(60);
        Slicer found = client.getProxy("p").toxics().get("t", Slicer.class);
        assertThat(found.getAverageSize()).isEqualTo(60);
        assertThat(found.getSizeVariation()).isEqualTo(20);
        assertThat(found.getDelay()).isEqualTo(8);
    }

    @Test
    void limitData() throws Exception {
        proxy().toxics().limitData("t", ToxicDirection.DOWNSTREAM, 5).setBytes(10);
        assertThat(client.getProxy("p").toxics().get("t", LimitData.class).getBytes())
                .isEqualTo(10);
    }

    @Test
    void resetPeer() throws Exception {
        proxy().toxics().resetPeer("t", ToxicDirection.DOWNSTREAM, 5).setTimeout(10);
        assertThat(client.getProxy("p").toxics().get("t", ResetPeer.class).getTimeout())
                .isEqualTo(10);
    }

    @Test
    void toxicityAndRemoval() throws Exception {
        Proxy proxy = proxy();
        proxy.toxics().latency("t", ToxicDirection.DOWNSTREAM, 5).setToxicity(0.25f);
        Toxic found = proxy.toxics().get("t");
        assertThat(found).isInstanceOf(Latency.class);
        assertThat(found.getName()).isEqualTo("t");
        assertThat(found.getToxicity()).isEqualTo(0.25f);
        assertThat(proxy.toxics().get("t")).hasToString(found.toString());
        assertThat(proxy.toxics().getAll()).hasSize(1);
        found.remove();
        assertThat(proxy.toxics().getAll()).isEmpty();
    }
}
