package io.firedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.evidence.RunFolder;
import io.firedrill.region.ChildExit;
import io.firedrill.region.ChildSpec;
import io.firedrill.region.ProcessSupervisor;
import io.firedrill.region.SpokenChild;
import io.firedrill.scenario.Fixtures;
import io.firedrill.scenario.Scenario;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

    @Test
    void whereNobodyCanTellWhetherAWorkerRunsTheOthersAreWaitedForAllTheSame() throws Exception {
        Set<String> waited = ConcurrentHashMap.newKeySet();
        Crew crew = crew((region, name, file) -> untold(name, waited));
        crew.launch("us-east");
        crew.launch("us-west");

        assertThat(crew.stop(Duration.ofMinutes(1)))
                .containsExactlyInAnyOrder(
                        "cannot tell how us-east worker 1 ended", "cannot tell how us-west worker 1 ended");
        assertThat(waited).containsExactlyInAnyOrder("us-east worker 1", "us-west worker 1");
    }

    /** A child of an engine that is gone. */
    private static SpokenChild untold(String name, Set<String> waited) {
        return (SpokenChild) Proxy.newProxyInstance(
                SpokenChild.class.getClassLoader(), new Class<?>[] {SpokenChild.class}, (self, method, args) -> {
                    if (method.getName().equals("awaitExit")) {
                        waited.add(name);
                        throw new IllegalStateException("cannot tell how " + name + " ended");
                    }
                    return null;
                });
    }

    private Crew crew(ProcessSupervisor supervisor) {
        return crew((region, name, file) -> supervisor.start(new ChildSpec(
                name,
                List.of("sleep", "600"),
                root.resolve(file + ".log"),
                ChildSpec.Ending.WHEN_DONE,
                ChildSpec.Streams.PIPED)));
    }

    private Crew crew(Crew.Program program) {
        Scenario scenario = Fixtures.read(Fixtures.regionLoss());
        return new Crew(
                program,
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
