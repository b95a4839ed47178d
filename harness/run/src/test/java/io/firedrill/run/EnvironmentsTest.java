package io.firedrill.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firedrill.region.ContainerOptions;
import io.firedrill.scenario.Environment;
import io.firedrill.scenario.NodeLimits;
import io.firedrill.scenario.PlatformKind;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnvironmentsTest {
    private static final Build BUILD = Build.current();

    private static Environment said(Map<String, String> overrides) throws RefusedException {
        return Environments.read(Optional.empty(), overrides);
    }

    @Test
    void imagesOfAPrivateRegistryCanBeSaidWithoutAFile() throws Exception {
        Environment environment = said(Map.of(
                "platform", "containers",
                "images.prefix", "registry.example.com/mirror/",
                "images.kafka", "confluentinc/cp-kafka:8.0.0"));

        assertThat(Environments.containers(environment.platform(), environment, BUILD))
                .contains(new ContainerOptions(
                        "registry.example.com/mirror/confluentinc/cp-kafka:8.0.0",
                        "registry.example.com/mirror/" + ContainerOptions.TOXIPROXY));
    }

    @Test
    void whatProcessesCannotHaveIsRefusedAndNotPassedOver() throws Exception {
        Environment inside = said(Map.of("workers", "containers"));
        Environment limited = said(Map.of("brokers.memory", "512MiB"));
        Environment image = said(Map.of("images.kafka", "apache/kafka:4.2.0"));

        assertThatThrownBy(() -> Environments.containers(PlatformKind.PROCESSES, inside, BUILD))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("workers: containers is for the platform of containers");
        assertThatThrownBy(() -> Environments.containers(PlatformKind.PROCESSES, image, BUILD))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("images are for the platform of containers");
        assertThatThrownBy(() -> Environments.containers(PlatformKind.PROCESSES, limited, BUILD))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("no limit of memory or processor time");
        assertThat(Environments.containers(PlatformKind.CONTAINERS, limited, BUILD))
                .hasValueSatisfying(options -> assertThat(options.limits())
                        .isEqualTo(new NodeLimits(Optional.of(512L << 20), Optional.empty())));
    }
}
