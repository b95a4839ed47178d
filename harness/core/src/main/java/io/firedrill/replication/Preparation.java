package io.firedrill.replication;

import io.firedrill.kafka.AdminSettings;
import io.firedrill.kafka.Credentials;
import io.firedrill.kafka.JvmOptions;
import io.firedrill.kafka.KafkaDistribution;
import io.firedrill.region.ClassArchives;
import io.firedrill.region.HarnessCache;
import io.firedrill.region.KafkaPrograms;
import io.firedrill.region.Paths;
import io.firedrill.region.ProcessPlatform;
import io.firedrill.region.ProgramTuning;
import io.firedrill.region.Region;
import io.firedrill.region.RegionSpec;
import io.firedrill.region.Vantage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes what every later run uses: the class-data archives of a Kafka version, by a training run of two regions of one
 * broker and a MirrorMaker between them. It takes some ten seconds, once for each Kafka and JDK; without it a drill runs
 * all the same and starts more slowly.
 */
public final class Preparation {
    private static final Duration STEP = Duration.ofSeconds(60);
    private static final String TOPIC = "training";

    private final KafkaPrograms programs;
    private final HarnessCache cache;
    private final Path logs;

    /**
     * A preparation that does nothing yet.
     *
     * @param logs where the logs of the training run go
     */
    public Preparation(KafkaDistribution distribution, HarnessCache cache, Path logs) throws IOException {
        this.programs = KafkaPrograms.of(distribution, cache);
        this.cache = cache;
        this.logs = logs;
    }

    /** Whether {@link #run} has nothing to do. */
    public boolean done() {
        return new ClassArchives(cache, programs).complete();
    }

    /** Makes what is missing. Two processes that prepare at once do it once. */
    public void run() throws IOException {
        new ClassArchives(cache, programs).make(this::train);
    }

    private void train(ProgramTuning recording) throws IOException {
        Path data = Files.createTempDirectory("firedrill-training");
        try (ProcessPlatform platform = ProcessPlatform.open(programs, cache, recording, data, logs)) {
            platform.run().supervisor().removeAtEnd(data);
            Region source = platform.add(RegionSpec.lean("source", 1), Paths.DIRECT);
            Region target = platform.add(RegionSpec.lean("target", 1), Paths.DIRECT);
            MirrorMaker mirror = new MirrorMaker(
                    platform.run(),
                    FlowSpec.of(source.name(), target.name(), List.of(TOPIC)),
                    source,
                    target,
                    JvmOptions.lean(MirrorMaker.HEAP_MEBIBYTES),
                    Optional.empty());
            platform.start();
            source.awaitReady(STEP);
            produce(source);
            mirror.start();
            target.awaitReady(STEP);
            mirror.awaitReady(STEP);
            mirror.awaitTopics(Set.of(TOPIC), STEP);
            mirror.stop(STEP);
            for (Region region : platform.regions()) {
                region.stop(new TreeSet<>(region.brokers()), STEP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted during the training run", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the training run failed: " + e.getMessage(), e);
        }
    }

    private static void produce(Region region) throws ExecutionException, TimeoutException, InterruptedException {
        var connection = region.connection(Vantage.SAME_REGION, Credentials.SERVICES);
        try (Admin admin = Admin.create(AdminSettings.impatient(connection))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1)))
                    .all()
                    .get(STEP.toSeconds(), TimeUnit.SECONDS);
        }
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(connection, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, "record".getBytes(StandardCharsets.UTF_8)))
                    .get(STEP.toSeconds(), TimeUnit.SECONDS);
        }
    }
}
