package io.firedrill.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.region.ContainerLabels;
import io.firedrill.region.ContainerOptions;
import io.firedrill.run.Installation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.toxiproxy.ToxiproxyContainer;
import org.testcontainers.utility.DockerImageName;

/** The images that the default configuration finds are the official ones, or good substitutes: those who know nothing of ours can use them. */
@OnContainers
class ImagesTest {
    private final ContainerOptions images =
            ContainerOptions.official(Installation.find().build().kafkaVersion());

    /** Should this process be killed, {@code firedrill clean} finds them and {@code ci/leftovers} names them. */
    private final Map<String, String> labels;

    ImagesTest() throws IOException {
        labels = ContainerLabels.of(
                "images-" + UUID.randomUUID(), Path.of("target/images-test").toAbsolutePath());
    }

    @Test
    void kafkasImageStartsAsTestcontainersStartsTheOfficialOne() throws Exception {
        try (KafkaContainer kafka = new KafkaContainer(DockerImageName.parse(images.kafkaImage())).withLabels(labels)) {
            kafka.start();
            Map<String, Object> connection = Map.of("bootstrap.servers", kafka.getBootstrapServers());
            try (Admin admin = Admin.create(connection);
                    KafkaProducer<String, String> producer =
                            new KafkaProducer<>(connection, new StringSerializer(), new StringSerializer())) {
                assertThat(admin.describeCluster().nodes().get(30, TimeUnit.SECONDS))
                        .hasSize(1);
                assertThat(producer.send(new ProducerRecord<>("orders", "key", "value"))
                                .get(30, TimeUnit.SECONDS)
                                .offset())
                        .isZero();
            }
        }
    }

    @Test
    void toxiproxysImageStartsAsTestcontainersStartsTheOfficialOne() throws Exception {
        try (ToxiproxyContainer toxiproxy =
                new ToxiproxyContainer(DockerImageName.parse(images.toxiproxyImage())).withLabels(labels)) {
            toxiproxy.start();
            HttpRequest version = HttpRequest.newBuilder(
                            URI.create("http://" + toxiproxy.getHost() + ":" + toxiproxy.getControlPort() + "/version"))
                    .build();

            assertThat(HttpClient.newHttpClient()
                            .send(version, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .as("official ones say 2.12.0, one that Go installed says git")
                    .contains("\"version\"");
        }
    }
}
