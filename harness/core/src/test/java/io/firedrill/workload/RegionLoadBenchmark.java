package io.firedrill.workload;

import io.firedrill.kafka.AdminSettings;
import io.firedrill.kafka.Credentials;
import io.firedrill.kafka.KafkaDistribution;
import io.firedrill.region.HarnessCache;
import io.firedrill.region.KafkaPrograms;
import io.firedrill.region.Paths;
import io.firedrill.region.ProcessPlatform;
import io.firedrill.region.ProgramTuning;
import io.firedrill.region.Region;
import io.firedrill.region.RegionSpec;
import io.firedrill.region.Vantage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** One region of three brokers, driven by the worker's producer and by Kafka's own performance tool with the same settings. */
public final class RegionLoadBenchmark {
    private static final String TOPIC = "orders";

    private RegionLoadBenchmark() {}

    /** @param args rounds, records a round, bytes a record; each optional */
    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        long records = args.length > 1 ? Long.parseLong(args[1]) : 500_000;
        int bytes = args.length > 2 ? Integer.parseInt(args[2]) : 512;
        KafkaDistribution distribution = KafkaDistribution.locate();
        HarnessCache cache = HarnessCache.locate();
        Path work = Files.createTempDirectory("firedrill-load");
        try (ProcessPlatform platform = ProcessPlatform.open(
                KafkaPrograms.of(distribution, cache),
                cache,
                ProgramTuning.NONE,
                work.resolve("data"),
                work.resolve("logs"))) {
            platform.run().supervisor().removeAtEnd(work);
            Region region = platform.add(RegionSpec.lean("us-east", 3), Paths.DIRECT);
            platform.start();
            region.awaitReady(Duration.ofSeconds(120));
            var connection = region.connection(Vantage.SAME_REGION, Credentials.SERVICES);
            try (Admin admin = Admin.create(AdminSettings.impatient(connection))) {
                admin.createTopics(List.of(new NewTopic(TOPIC, 6, (short) 3)))
                        .all()
                        .get(30, TimeUnit.SECONDS);
            }
            Properties properties = new Properties();
            connection.forEach((name, value) -> properties.setProperty(name, String.valueOf(value)));
            properties.setProperty("acks", "all");
            Path client = work.resolve("client.properties");
            try (var out = Files.newOutputStream(client)) {
                properties.store(out, null);
            }
            System.out.println(WorkerBenchmark.compare(new WorkerBenchmark.Plan(
                    distribution.home().resolve("libs"), client, TOPIC, records, bytes, rounds)));
        }
    }
}
