package io.firedrill.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.Result;
import io.firedrill.evidence.RunFolder;
import io.firedrill.region.engine.Engine;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The real drill once more, on Kafka's and Toxiproxy's images, workers in containers as well: whatever holds on processes holds here. */
@OnContainers
@Firedrill(scenario = "src/test/resources/scenarios/quick-loss.yaml", on = "src/test/resources/all-in-containers.yaml")
class LiveDrillOnContainersTest extends LiveDrillTest {
    @Test
    void theEvidenceSaysWhatItRanOn(Result result, RunFolder folder) throws Exception {
        assertThat(result.run().platform()).isEqualTo("containers");
        assertThat(result.environment().get("images")).contains("kafka", "toxiproxy");
        assertThat(result.environment().get("workers")).isEqualTo("in containers of Kafka's image");
        assertThat(Files.size(folder.logs().resolve("us-west-mirror-maker-from-us-east.log")))
                .isPositive();
    }

    @Test
    void noContainerNetworkOrVolumeIsLeft(RunFolder folder) throws Exception {
        Engine engine = Engine.find();
        String label = "io.firedrill.folder=" + folder.root().toAbsolutePath().normalize();

        assertThat(engine.containers(label)).isEmpty();
        assertThat(engine.networks(label)).isEmpty();
        assertThat(engine.volumes(label)).isEmpty();
    }

    /** The real Toxiproxy has no stall meter of its own. */
    @Override
    List<String> measuring() {
        return List.of(
                "harness",
                "toxiproxy",
                "us-east dependencies",
                "us-east worker 1",
                "us-east worker 2",
                "us-west dependencies",
                "us-west worker 1");
    }
}
