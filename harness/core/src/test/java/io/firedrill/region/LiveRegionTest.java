package io.firedrill.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.kafka.AdminSettings;
import io.firedrill.kafka.Credentials;
import io.firedrill.kafka.KafkaDistribution;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveRegionTest {
    @TempDir
    Path folder;

    @Test
    void up() throws Exception {
        long t = System.nanoTime();
        try (ProcessPlatform platform = ProcessPlatform.open(
                KafkaDistribution.locate(), HarnessCache.locate(), folder.resolve("data"), Path.of("/tmp/h/logs"))) {
            System.out.println("opened " + (System.nanoTime() - t) / 1e6);
            platform.onUnexpectedExit(exit -> System.out.println(exit.describe()));
            Region region = platform.add(RegionSpec.lean("us-east", 3), Paths.DIRECT);
            platform.start();
            System.out.println("started " + (System.nanoTime() - t) / 1e6);
            platform.awaitReady(Duration.ofSeconds(60));
            System.out.println("ready " + (System.nanoTime() - t) / 1e6);
            try (Admin admin = Admin.create(
                    AdminSettings.impatient(region.connection(Vantage.SAME_REGION, Credentials.SERVICES)))) {
                assertThat(admin.describeCluster().clusterId().get()).isEqualTo(region.clusterId());
            }
            System.out.println("sasl " + (System.nanoTime() - t) / 1e6);
            System.out.println(region.kill(Set.of(1, 2, 3), DiskFate.KEPT));
        }
        System.out.println("closed " + (System.nanoTime() - t) / 1e6);
    }
}
