package io.firedrill.region;

import io.firedrill.kafka.AdminSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.AuthenticationException;

/** Logs in, as any client would. */
final class Login {
    private Login() {}

    /**
     * Why a client is not let in; empty if it is.
     *
     * @param connection to one broker
     * @throws IOException the broker did not answer
     */
    static Optional<String> refusal(Map<String, Object> connection) throws IOException, InterruptedException {
        Admin admin = Admin.create(AdminSettings.impatient(connection));
        try {
            admin.describeCluster().clusterId().get(AdminSettings.CALL_MILLIS + 500L, TimeUnit.MILLISECONDS);
            return Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthenticationException refused) {
                return Optional.of(String.valueOf(refused.getMessage()));
            }
            throw new IOException("a login was not answered: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("a login was not answered in time", e);
        } finally {
            admin.close(Duration.ZERO);
        }
    }
}
