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
        assertThat(credentials.brokerJaas())
                .contains("user_operator=\"" + password(Credentials.OPERATOR) + "\"")
                .doesNotContain("user_services");
        assertThat(credentials.scramPassword(Credentials.SERVICES)).isEqualTo(password(Credentials.SERVICES));
    }

    @Test
    void onlyTheServicesLogInByAMechanismWhosePasswordsCanBeChanged() {
        assertThat(credentials.client(Credentials.SERVICES)).containsEntry("sasl.mechanism", "SCRAM-SHA-256");
        assertThat(credentials.client(Credentials.OPERATOR)).containsEntry("sasl.mechanism", "PLAIN");
        assertThatThrownBy(() -> credentials.scramPassword(Credentials.OPERATOR))
                .hasMessageContaining("'operator'");
    }

    private String password(String user) {
        String login = String.valueOf(credentials.client(user).get("sasl.jaas.config"));
        return login.substring(login.indexOf("password=\"") + 10, login.lastIndexOf('"'));
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
