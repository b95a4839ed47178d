package io.firedrill.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.Result;
import org.junit.jupiter.api.Test;

/** The real drill once more, on Kafka's and Toxiproxy's images: whatever holds on processes holds here. */
@OnContainers
@Firedrill(scenario = "src/test/resources/scenarios/quick-loss.yaml", on = "src/test/resources/on-containers.yaml")
class LiveDrillOnContainersTest extends LiveDrillTest {
    @Test
    void theResultSaysWhatItRanOn(Result result) {
        assertThat(result.run().platform()).isEqualTo("containers");
    }
}
