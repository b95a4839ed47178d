package io.firedrill.region;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Logs in, as any client would. */
final class Login {
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(5);

    private Login() {}

    /**
     * Why a client is not let in; empty if it is. Everything goes over the connection that logs in: what the broker advertises may be
     * out of reach from here. (That is why this is no admin client, which asks only brokers that it was told of.)
     *
     * @param connection to one broker
     * @throws IOException the broker did not answer
     */
    static Optional<String> refusal(Map<String, Object> connection) throws IOException {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.put("client.id", "firedrill-login");
        settings.put("reconnect.backoff.ms", 20);
        settings.put("key.deserializer", ByteArrayDeserializer.class);
        settings.put("value.deserializer", ByteArrayDeserializer.class);
        try (KafkaConsumer<byte[], byte[]> client = new KafkaConsumer<>(settings)) {
            client.listTopics(ANSWERED_WITHIN);
            return Optional.empty();
        } catch (AuthenticationException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (KafkaException e) {
            throw new IOException("a login was not answered: " + e, e);
        }
    }
}
