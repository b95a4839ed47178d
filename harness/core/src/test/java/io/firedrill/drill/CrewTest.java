package io.firedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.evidence.RunFolder;
import io.firedrill.region.ChildExit;
import io.firedrill.region.ChildSpec;
import io.firedrill.region.ProcessSupervisor;
import io.firedrill.scenario.Fixtures;
import io.firedrill.scenario.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrewTest {

    @TempDir
    private Path root;

    @Test
    void aWorkerWithoutAnAssignmentIsNotWaitedFor() throws Exception {
        List<ChildExit> lost = new CopyOnWriteArrayList<>();
        try (ProcessSupervisor supervisor = ProcessSupervisor.open()) {
            supervisor.onUnexpectedExit(lost::add);
            Crew crew = crew(supervisor);
            crew.launch("us-east");
            crew.launch("us-west");

            assertThat(crew.stop(Duration.ofMinutes(1))).isEmpty();
            assertThat(supervisor.alive()).isEmpty();
            assertThat(lost).isEmpty();
        }
    }

    private Crew crew(ProcessSupervisor supervisor) {
        Scenario scenario = Fixtures.read(Fixtures.regionLoss());
        return new Crew(
                (region, name, file) -> supervisor.start(new ChildSpec(
                        name,
                        List.of("sleep", "600"),
                        root.resolve(file + ".log"),
                        ChildSpec.Ending.WHEN_DONE,
                        ChildSpec.Streams.PIPED)),
                new RunFolder(root),
                new Assignments(
                        scenario,
                        Catalogues.of(scenario),
                        new Stores(scenario, Catalogues.of(scenario), root),
                        (region, name) -> ""),
                region -> Map.of(),
                fact -> {},
                (region, event) -> {},
                region -> {});
    }
}
