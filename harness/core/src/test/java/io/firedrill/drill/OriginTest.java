package io.firedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.evidence.RunFolder;
import io.firedrill.region.ContainerOptions;
import io.firedrill.region.engine.Engine;
import io.firedrill.region.engine.EngineException;
import io.firedrill.region.engine.EngineSocket;
import io.firedrill.region.engine.FakeEngine;
import io.firedrill.scenario.Environment;
import io.firedrill.scenario.NodeLimits;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the first line of the evidence says of what ran, and its last of why it did not. */
class OriginTest {
    @TempDir
    private Path folder;

    @Test
    void theEvidenceSaysWhichImagesRanWithWhichLimitsOnWhichEngine() throws Exception {
        ContainerOptions options = new ContainerOptions(
                "apache/kafka:latest",
                "toxiproxy:1",
                Environment.Workers.CONTAINERS,
                new NodeLimits(Optional.of(768L << 20), Optional.of(0.5)),
                Map.of("us-east", new NodeLimits(Optional.of(512L << 20), Optional.empty())));
        try (FakeEngine fake = new FakeEngine(folder)) {
            fake.answers.put("GET /images/apache/kafka:latest/json", "200 {\"Id\":\"sha256:0a1b\"}");

            assertThat(Origin.containers(options, Engine.at(fake.socket())))
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            "engine", "Docker 20.10.24",
                            "images", "apache/kafka:latest (sha256:0a1b), toxiproxy:1 (not on the engine)",
                            "limits",
                                    "each broker: 768 MiB of memory and 0.5 processors; each broker of us-east: 512 MiB of memory",
                            "workers", "in containers of Kafka's image"));
        }
        assertThat(ContainerOptions.official("4.3.1").limitsText()).isEqualTo("each broker: none");
    }

    @Test
    void aVersionIsWhatTheTagSaysAndNoDigest() {
        for (Map.Entry<String, String> image : Map.of(
                        "apache/kafka:4.3.1", "4.3.1",
                        "apache/kafka:4.3.1@sha256:0a1b", "4.3.1",
                        "apache/kafka@sha256:0a1b", "",
                        "localhost:5000/kafka", "")
                .entrySet()) {
            assertThat(new ContainerOptions(image.getKey(), "t").kafkaVersion())
                    .as(image.getKey())
                    .isEqualTo(image.getValue());
        }
    }

    @Test
    void whatTheEngineSaysIsASentenceAndNamesNoClass() {
        EngineException refusal = Assertions.catchThrowableOfType(
                EngineException.class, () -> Engine.at(new EngineSocket(folder.resolve("none.sock"), "a test")));

        assertThat(Drill.sentence(refusal, new RunFolder(folder)))
                .startsWith("the container engine at ")
                .doesNotContain("EngineException");
    }
}
