package io.firedrill.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CredentialsTest {
    private final Credentials credentials = Credentials.random();

    @Test
    void showNoPasswordWhenPrinted() {
        assertThat(credentials.toString()).contains("services");
        assertThat(credentials.leakedIn(credentials.toString())).isFalse();
        assertThat(credentials.leakedIn(credentials.brokerJaas())).isTrue();
    }

    @Test
    void aClientsPasswordIsOneTheBrokerKnows() {
        String login = String.valueOf(credentials.client(Credentials.SERVICES).get("sasl.jaas.config"));
        String password = login.substring(login.indexOf("password=\"") + 10, login.lastIndexOf('"'));
        assertThat(credentials.brokerJaas()).contains("user_services=\"" + password + "\"");
    }

    @Test
    void differFromRunToRun() {
        assertThat(Credentials.random().brokerJaas()).isNotEqualTo(credentials.brokerJaas());
    }

    @Test
    void anUnknownUserIsRefusedByName() {
        assertThatThrownBy(() -> credentials.client("somebody")).hasMessageContaining("'somebody'");
    }
}
