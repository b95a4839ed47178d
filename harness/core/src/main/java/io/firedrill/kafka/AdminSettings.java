package io.firedrill.kafka;

import java.util.HashMap;
import java.util.Map;

/** Settings of an admin client that would rather fail soon and be asked again than wait long. */
public final class AdminSettings {
    /** The longest an admin call may take, in milliseconds. */
    public static final int CALL_MILLIS = 3_000;

    private AdminSettings() {}

    /**
     * Settings of an impatient client.
     *
     * @param connection bootstrap.servers and security, as a region gives them
     */
    public static Map<String, Object> impatient(Map<String, Object> connection) {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.put("request.timeout.ms", 2_000);
        settings.put("default.api.timeout.ms", CALL_MILLIS);
        settings.put("socket.connection.setup.timeout.ms", 1_000);
        settings.put("socket.connection.setup.timeout.max.ms", 1_000);
        settings.put("reconnect.backoff.ms", 20);
        settings.put("reconnect.backoff.max.ms", 100);
        settings.put("retry.backoff.ms", 50);
        settings.put("retry.backoff.max.ms", 200);
        return settings;
    }
}
