package io.firedrill.workload;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;

/**
 * The requests of Kafka's protocol that canaries and bulk probes speak, in forms that every broker since 1.0 takes.
 * ApiVersions needs no authorization and no work of the broker beyond its network and one I/O thread. It is asked in a version that no
 * broker has, since the refusal is a few bytes and the list of versions is hundreds: a canary must not be the load of a link. Before
 * authentication a broker answers it only once, so a canary authenticates first where it has to.
 */
final class CanaryWire {

    private static final short SASL_HANDSHAKE = 17;
    private static final short API_VERSIONS = 18;
    private static final short SASL_AUTHENTICATE = 36;
    private static final short NO_VERSION = Short.MAX_VALUE;

    /** What is answered to a version that the broker does not have. */
    static final short UNSUPPORTED_VERSION = 35;

    /** Of a question that shall be long; every broker takes much longer ones, unless it is told otherwise. */
    static final int LONGEST_PADDING = 4 << 10;

    private static final byte[] CLIENT_ID = "firedrill-canary".getBytes(StandardCharsets.US_ASCII);

    private CanaryWire() {}

    /** Name and password of SASL PLAIN. */
    record Credentials(String name, String password) {

        @Override
        public String toString() {
            return name + ":hidden";
        }
    }

    /**
     * What the security settings of a Kafka client mean for a canary: empty when it need not authenticate.
     *
     * @throws IllegalArgumentException when they ask for something else than PLAINTEXT or SASL_PLAINTEXT with PLAIN
     */
    static Optional<Credentials> credentials(Map<String, String> security) {
        String protocol = security.getOrDefault("security.protocol", "PLAINTEXT");
        if (protocol.equals("PLAINTEXT")) {
            return Optional.empty();
        }
        String mechanism = security.getOrDefault("sasl.mechanism", "GSSAPI");
        if (!protocol.equals("SASL_PLAINTEXT") || !mechanism.equals("PLAIN")) {
            throw new IllegalArgumentException("a canary speaks PLAINTEXT, or SASL_PLAINTEXT with PLAIN; found "
                    + protocol + " with " + mechanism);
        }
        String jaas = security.get("sasl.jaas.config");
        if (jaas == null) {
            throw new IllegalArgumentException("a canary over SASL_PLAINTEXT needs sasl.jaas.config");
        }
        Map<String, ?> options = JaasContext.loadClientContext(Map.of("sasl.jaas.config", new Password(jaas)))
                .configurationEntries()
                .get(0)
                .getOptions();
        if (!(options.get("username") instanceof String name)
                || !(options.get("password") instanceof String password)) {
            throw new IllegalArgumentException("sasl.jaas.config of a canary needs username and password");
        }
        return Optional.of(new Credentials(name, password));
    }

    static ByteBuffer apiVersions(int correlation) {
        return apiVersions(correlation, 0);
    }

    /** The same question with bytes behind it that nobody reads: of a version that it does not have, a broker takes the header only. */
    static ByteBuffer apiVersions(int correlation, int padding) {
        // Its header ends with tagged fields, of which there are none.
        return frame(API_VERSIONS, NO_VERSION, correlation, new byte[1 + padding]);
    }

    /** In a version that every broker has, so that the answer is a list of hundreds of bytes. */
    static ByteBuffer knownApiVersions(int correlation) {
        return frame(API_VERSIONS, (short) 0, correlation, new byte[0]);
    }

    static ByteBuffer saslHandshake(int correlation) {
        byte[] mechanism = "PLAIN".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer body = ByteBuffer.allocate(Short.BYTES + mechanism.length);
        body.putShort((short) mechanism.length).put(mechanism);
        return frame(SASL_HANDSHAKE, (short) 1, correlation, body.array());
    }

    static ByteBuffer saslAuthenticate(int correlation, Credentials credentials) {
        byte[] token = ("\0" + credentials.name() + "\0" + credentials.password()).getBytes(StandardCharsets.UTF_8);
        ByteBuffer body = ByteBuffer.allocate(Integer.BYTES + token.length);
        body.putInt(token.length).put(token);
        return frame(SASL_AUTHENTICATE, (short) 0, correlation, body.array());
    }

    private static ByteBuffer frame(short api, short version, int correlation, byte[] body) {
        int length = 2 + 2 + 4 + 2 + CLIENT_ID.length + body.length;
        return ByteBuffer.allocate(Integer.BYTES + length)
                .putInt(length)
                .putShort(api)
                .putShort(version)
                .putInt(correlation)
                .putShort((short) CLIENT_ID.length)
                .put(CLIENT_ID)
                .put(body)
                .flip();
    }

    /** Head of an answer: all that a canary wants to know. */
    record Answer(int correlation, short error) {}

    /**
     * Takes one whole answer off a buffer that is ready for reading.
     *
     * @return empty when the answer is not there in full
     * @throws IllegalArgumentException when what is there cannot be an answer
     */
    static Optional<Answer> answer(ByteBuffer received) {
        if (received.remaining() < Integer.BYTES) {
            return Optional.empty();
        }
        int length = received.getInt(received.position());
        if (length < 6 || length > received.capacity() - Integer.BYTES) {
            throw new IllegalArgumentException("an answer of " + length + " bytes");
        }
        if (received.remaining() < Integer.BYTES + length) {
            return Optional.empty();
        }
        int start = received.position() + Integer.BYTES;
        Answer answer = new Answer(received.getInt(start), received.getShort(start + Integer.BYTES));
        received.position(start + length);
        return Optional.of(answer);
    }
}
