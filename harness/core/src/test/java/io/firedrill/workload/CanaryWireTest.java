package io.firedrill.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.message.SaslAuthenticateRequestData;
import org.apache.kafka.common.message.SaslHandshakeRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.requests.RequestHeader;
import org.junit.jupiter.api.Test;

class CanaryWireTest {

    private static final CanaryWire.Credentials ALICE = new CanaryWire.Credentials("alice", "s3cret");

    @Test
    void kafkaReadsTheRequests() {
        assertThat(header(CanaryWire.apiVersions(7)).apiKey()).isEqualTo(ApiKeys.API_VERSIONS);
        assertThat(header(CanaryWire.apiVersions(7)).correlationId()).isEqualTo(7);

        ByteBuffer handshake = CanaryWire.saslHandshake(8);
        assertThat(header(handshake).apiKey()).isEqualTo(ApiKeys.SASL_HANDSHAKE);
        assertThat(new SaslHandshakeRequestData(new ByteBufferAccessor(handshake), (short) 1).mechanism())
                .isEqualTo("PLAIN");

        ByteBuffer authenticate = CanaryWire.saslAuthenticate(9, ALICE);
        assertThat(header(authenticate).apiKey()).isEqualTo(ApiKeys.SASL_AUTHENTICATE);
        assertThat(new SaslAuthenticateRequestData(new ByteBufferAccessor(authenticate), (short) 0).authBytes())
                .asString()
                .isEqualTo("\0alice\0s3cret");
    }

    /** Leaves the buffer at the body. */
    private static RequestHeader header(ByteBuffer frame) {
        assertThat(frame.getInt()).isEqualTo(frame.remaining());
        return RequestHeader.parse(frame);
    }

    @Test
    void anAnswerIsTakenOnlyWhenItIsWhole() {
        ByteBuffer received = ByteBuffer.allocate(100);
        received.putInt(8).putInt(7).putShort((short) 35).putShort((short) 0);
        ByteBuffer whole = received.duplicate().flip();
        for (int length = 0; length < whole.limit(); length++) {
            ByteBuffer part = whole.duplicate().limit(length);
            assertThat(CanaryWire.answer(part)).isEmpty();
            assertThat(part.position()).isZero();
        }

        assertThat(CanaryWire.answer(whole)).contains(new CanaryWire.Answer(7, (short) 35));
        assertThat(whole.hasRemaining()).isFalse();
    }

    @Test
    void whatCannotBeAnAnswerIsRefused() {
        ByteBuffer http =
                ByteBuffer.wrap("HTTP/1.1 400 Bad Request".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

        assertThatThrownBy(() -> CanaryWire.answer(http)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void credentialsComeFromAClientsSettings() {
        assertThat(CanaryWire.credentials(Map.of())).isEqualTo(Optional.empty());
        assertThat(CanaryWire.credentials(Map.of(
                        "security.protocol",
                        "SASL_PLAINTEXT",
                        "sasl.mechanism",
                        "PLAIN",
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"alice\""
                                + " password=\"s3cret\";")))
                .contains(ALICE);
        assertThat(ALICE.toString()).doesNotContain("s3cret");
    }

    @Test
    void securityThatACanaryDoesNotSpeakIsNamed() {
        assertThatThrownBy(() -> CanaryWire.credentials(Map.of("security.protocol", "SASL_SSL")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SASL_SSL");
    }
}
