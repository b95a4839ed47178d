package io.firedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServicesLeftDownTest {
    private final List<String> started = new ArrayList<>();
    private final ServicesLeftDown services = new ServicesLeftDown(started::add);

    @Test
    void servicesThatNoStepLeavesDownStartWithTheirRegion() throws Exception {
        services.leave("us-west");

        services.start("us-east");

        assertThat(started).containsExactly("us-east");
        assertThat(services.take()).isEmpty();
    }

    @Test
    void thoseThatAStepLeavesDownAreHandedOverOnceForWhenTheDrillHeals() throws Exception {
        services.leave("us-east");
        services.start("us-east");

        assertThat(started).isEmpty();
        assertThat(services.take()).containsExactly("us-east");
        assertThat(services.take()).isEmpty();
    }

    @Test
    void areLeftOnceAndComeBackWithTheNextRestoration() throws Exception {
        services.leave("us-east");
        services.start("us-east");

        services.start("us-east");

        assertThat(started).containsExactly("us-east");
        assertThat(services.take()).isEmpty();
    }

    @Test
    void aStartThatFailsIsTold() {
        ServicesLeftDown broken = new ServicesLeftDown(region -> {
            throw new IOException("no room");
        });

        assertThatThrownBy(() -> broken.start("us-east")).hasMessage("no room");
    }
}
