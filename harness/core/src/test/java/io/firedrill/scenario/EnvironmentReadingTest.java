package io.firedrill.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnvironmentReadingTest {
    private static Environment read(String yaml) {
        EnvironmentReading reading = EnvironmentReading.of(yaml, "staging.yaml", Map.of());
        assertThat(reading.problems()).isEmpty();
        return reading.environment().orElseThrow();
    }

    private static List<String> problems(String yaml) {
        EnvironmentReading reading = EnvironmentReading.of(yaml, "staging.yaml", Map.of());
        assertThat(reading.environment()).isEmpty();
        return reading.problems().stream().map(ScenarioProblem::toString).toList();
    }

    @Test
    void whatIsNotSaidHasItsDefault() {
        assertThat(read("platform: containers\n"))
                .isEqualTo(new Environment(
                        PlatformKind.CONTAINERS,
                        Environment.Workers.HOST,
                        new Environment.Images("", Optional.empty(), Optional.empty()),
                        NodeLimits.NONE));
        assertThat(Environment.ordinary().platform()).isEqualTo(PlatformKind.PROCESSES);
    }

    @Test
    void everythingCanBeSaid() {
        assertThat(
                        read(
                                """
                                platform: containers
                                workers: containers
                                images: { prefix: registry.example.com/mirror/, kafka: "apache/kafka:4.2.0", toxiproxy: own/toxiproxy }
                                brokers: { memory: 512MiB, processors: 50% }
                                """))
                .isEqualTo(new Environment(
                        PlatformKind.CONTAINERS,
                        Environment.Workers.CONTAINERS,
                        new Environment.Images(
                                "registry.example.com/mirror/",
                                Optional.of("apache/kafka:4.2.0"),
                                Optional.of("own/toxiproxy")),
                        new NodeLimits(Optional.of(512L << 20), Optional.of(0.5))));
    }

    @Test
    void everythingThatIsWrongComesAtOnceWithItsPlace() {
        List<String> problems = problems(
                """
                platform: container
                image: { kafka: x }
                brokers: { memory: 5MiB }
                """);

        assertThat(problems).hasSize(3);
        assertThat(problems.get(0)).contains("staging.yaml:1:11").contains("containers");
        assertThat(problems.get(1)).contains("staging.yaml:2:1").contains("images");
        assertThat(problems.get(2)).contains("staging.yaml:3:20").contains("384MiB");
    }

    @Test
    void whatTheCommandLineSaysGoesBeforeTheFile() {
        Map<String, String> said = Map.of("images.kafka", "apache/kafka:4.2.0", "workers", "containers");

        assertThat(said.keySet()).allMatch(EnvironmentReading::takes);
        assertThat(EnvironmentReading.takes("services.billing.standby")).isFalse();
        assertThat(EnvironmentReading.of("images: { kafka: own:1, prefix: a/ }", "staging.yaml", said)
                        .environment())
                .hasValueSatisfying(environment -> {
                    assertThat(environment.images())
                            .isEqualTo(
                                    new Environment.Images("a/", Optional.of("apache/kafka:4.2.0"), Optional.empty()));
                    assertThat(environment.workers()).isEqualTo(Environment.Workers.CONTAINERS);
                });
        assertThat(EnvironmentReading.of(Optional.empty(), Map.of("workers", "clouds"))
                        .problems())
                .singleElement()
                .asString()
                .contains("--set workers=clouds", "host", "containers");
    }

    @Test
    void aFileThatIsNotThereIsAProblem() {
        EnvironmentReading reading = EnvironmentReading.of(Optional.of(Path.of("nowhere.yaml")), Map.of());

        assertThat(reading.problems())
                .singleElement()
                .asString()
                .contains("nowhere.yaml")
                .contains("no such file");
    }
}
