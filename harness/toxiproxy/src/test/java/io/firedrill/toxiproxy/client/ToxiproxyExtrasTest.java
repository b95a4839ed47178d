package io.firedrill.toxiproxy.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.firedrill.toxiproxy.Fixture;
import io.firedrill.toxiproxy.Upstream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ToxiproxyExtrasTest {
    private Fixture fixture;
    private ToxiproxyExtras extras;

    @BeforeEach
    void start() throws Exception {
        fixture = new Fixture();
        extras = new ToxiproxyExtras("127.0.0.1", fixture.port());
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
    }

    private Socket through() throws Exception {
        Socket client = fixture.connect(
                fixture.proxy("a/b c", fixture.closing(Upstream.echo()).port()));
        client.getOutputStream().write(new byte[5]);
        assertThat(client.getInputStream().readNBytes(5)).hasSize(5);
        return client;
    }

    @Test
    void anAccountCountsConnectionsAndBytesEachWayWhileTheyAreOpen() throws Exception {
        through();
        TrafficAccount account = extras.traffic("a/b c");
        assertThat(account)
                .isEqualTo(new TrafficAccount(
                        1, 1, 0, 0, new TrafficAccount.Bytes(5, 5, 0), new TrafficAccount.Bytes(5, 5, 0)));
        assertThat(extras.traffic()).containsOnlyKeys("a/b c").containsValue(account);
    }

    @Test
    void aDifferenceTellsWhatAToxicDid() throws Exception {
        Socket client = through();
        TrafficAccount before = extras.traffic("a/b c");
        assertThat(extras.traffic("a/b c").since(before).touched()).isFalse();
        fixture.toxic("a%2Fb%20c", "t", "limit_data", "downstream", "{\"bytes\":2}");
        client.getOutputStream().write(new byte[7]);
        assertThat(client.getInputStream().readAllBytes()).hasSize(2);
        await().untilAsserted(() -> assertThat(extras.traffic("a/b c").since(before))
                .isEqualTo(new TrafficAccount(
                        0, 0, 0, 1, new TrafficAccount.Bytes(7, 7, 0), new TrafficAccount.Bytes(7, 2, 5))));
    }

    @Test
    void aProxyThatRefusesKeepsItsOpenConnections() throws Exception {
        Socket client = through();
        extras.refuse("a/b c", true);
        assertThatThrownBy(() -> fixture.connect(client.getPort())).isInstanceOf(ConnectException.class);
        client.getOutputStream().write(1);
        assertThat(client.getInputStream().read()).isEqualTo(1);
        extras.refuse("a/b c", false);
        assertThat(fixture.connect(client.getPort()).isConnected()).isTrue();
    }

    @Test
    void anErrorNamesTheCallAndWhatCame() {
        assertThatThrownBy(() -> extras.traffic("nix"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/proxies/nix/traffic answered 404")
                .hasMessageContaining("proxy not found");
    }
}
