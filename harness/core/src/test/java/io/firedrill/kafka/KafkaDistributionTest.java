package io.firedrill.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaDistributionTest {
    @TempDir
    Path home;

    @Test
    void knowsItsVersionFromItsJars() throws Exception {
        layOut(
                "kafka-clients-3.9.1.jar",
                "kafka_2.13-3.9.1.jar",
                "connect-mirror-3.9.1.jar",
                "connect-runtime-3.9.1.jar");
        Files.createFile(home.resolve("libs/kafka-tools-3.9.1.jar"));
        KafkaDistribution distribution = KafkaDistribution.at(home);
        assertThat(distribution.version()).isEqualTo("3.9.1");
        assertThat(distribution.jars()).hasSize(5);
    }

    @Test
    void anAbsentOneSaysWhatToDo() {
        assertThatThrownBy(() -> KafkaDistribution.at(home.resolve("nowhere")))
                .hasMessageContaining("nowhere")
                .hasMessageContaining("mvn -pl harness/kafka process-resources");
    }

    @Test
    void anIncompleteOneNamesWhatIsMissing() throws Exception {
        layOut("kafka-clients-4.3.1.jar", "kafka_2.13-4.3.1.jar");
        assertThatThrownBy(() -> KafkaDistribution.at(home)).hasMessageContaining("connect-mirror-*.jar");
    }

    private void layOut(String... jars) throws Exception {
        Files.createDirectories(home.resolve("libs"));
        for (String jar : jars) {
            Files.createFile(home.resolve("libs").resolve(jar));
        }
    }
}
