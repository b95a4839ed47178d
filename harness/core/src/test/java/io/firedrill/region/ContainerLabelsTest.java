package io.firedrill.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whose a container is decides whether it may be removed. */
class ContainerLabelsTest {
    private final Map<String, String> ours;

    ContainerLabelsTest() throws Exception {
        ours = ContainerLabels.of("0123abcd", Path.of("/runs/one"));
    }

    private Map<String, String> with(String label, String value) {
        Map<String, String> labels = new HashMap<>(ours);
        labels.put(label, value);
        return labels;
    }

    @Test
    void aRunOfThisProcessIsAlive() throws Exception {
        assertThat(ContainerLabels.alive(ours)).isTrue();
        assertThat(ContainerLabels.folder(ours)).isEqualTo("/runs/one");
        assertThat(ours).containsEntry(ContainerLabels.RUN, "0123abcd");
    }

    @Test
    void oneWhoseProcessIsGoneIsDead() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();

        assertThat(ContainerLabels.alive(with("io.firedrill.harness", gone.pid() + "@1")))
                .isFalse();
    }

    @Test
    void aProcessThatMerelyGotTheSameIdIsAnother() throws Exception {
        long pid = ProcessHandle.current().pid();

        assertThat(ContainerLabels.alive(with("io.firedrill.harness", pid + "@12345")))
                .isFalse();
    }

    @Test
    void oneFromBeforeTheMachineWasStartedIsDead() throws Exception {
        assertThat(ContainerLabels.alive(with("io.firedrill.boot", "another"))).isFalse();
    }

    @Test
    void whatCannotBeToldIsLeftAlone() throws Exception {
        for (String harness : new String[] {"", "x@1", "7", "7@x"}) {
            assertThat(ContainerLabels.alive(with("io.firedrill.harness", harness)))
                    .as(harness)
                    .isTrue();
        }
        assertThat(ContainerLabels.alive(Map.of())).isTrue();
    }
}
