package io.firedrill.junit;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.HostConfig;
import io.firedrill.region.ContainerLabels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.testcontainers.DockerClientFactory;

/**
 * What the container engine says of the brokers that run while a drill does, asked by a client that is none of ours: when the tests run the
 * brokers are gone. Registered before {@link Firedrill}, whose drill it looks at.
 */
final class BrokersSeen implements BeforeAllCallback, AfterAllCallback, ParameterResolver {
    private static final String HARNESS = "io.firedrill.harness";
    private static final Pattern BROKER = Pattern.compile("/firedrill-[0-9a-f]{8}-(.+-broker-\\d+)");

    private final Map<String, Limits> seen = new ConcurrentSkipListMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private @Nullable ScheduledFuture<?> looking;

    /**
     * What a broker's container may take, as the engine has it.
     *
     * @param memory in bytes; 0: as much as it likes, as for the others
     * @param memoryAndSwap in bytes
     * @param processors in billionths of one
     */
    record Limits(long memory, long memoryAndSwap, long processors) {
        private static Limits of(HostConfig config) {
            return new Limits(or0(config.getMemory()), or0(config.getMemorySwap()), or0(config.getNanoCPUs()));
        }

        private static long or0(@Nullable Long limit) {
            return limit == null ? 0 : limit;
        }
    }

    /**
     * By broker, as {@code us-east-broker-1}: of each that ran.
     *
     * @throws Exception the engine could not be asked
     */
    Map<String, Limits> limits() throws Exception {
        if (looking != null && looking.isDone()) {
            looking.get(); // it goes on for ever, unless it failed
        }
        return new TreeMap<>(seen);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        DockerClient docker = DockerClientFactory.instance().client();
        String harness = ContainerLabels.of("any", Path.of("any")).getOrDefault(HARNESS, "");
        looking = clock.scheduleWithFixedDelay(() -> look(docker, harness), 0, 250, TimeUnit.MILLISECONDS);
    }

    private void look(DockerClient docker, String harness) {
        for (Container one : docker.listContainersCmd()
                .withLabelFilter(Map.of(HARNESS, harness))
                .exec()) {
            Matcher name = BROKER.matcher(one.getNames()[0]);
            if (name.matches() && !seen.containsKey(name.group(1))) {
                try {
                    seen.put(
                            name.group(1),
                            Limits.of(docker.inspectContainerCmd(one.getId())
                                    .exec()
                                    .getHostConfig()));
                } catch (NotFoundException gone) {
                    // It has ended since it was listed; a broker that was never seen is missed by the test.
                }
            }
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        clock.shutdownNow();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == BrokersSeen.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return this;
    }
}
