package io.firedrill.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import io.firedrill.audit.Result;
import io.firedrill.drill.DrillEnd;
import io.firedrill.evidence.RunFolder;
import io.firedrill.run.Build;
import io.firedrill.run.Installation;
import io.firedrill.run.LiveDrill;
import io.firedrill.run.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import tools.jackson.databind.json.JsonMapper;

class FiredrillExtensionTest {

    @TempDir
    private static Path root;

    private static final List<String> DRILLS = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void aLibraryAndKafka() throws IOException {
        Files.createDirectories(root.resolve("kafka/libs"));
        Files.createDirectories(root.resolve("scenarios"));
        Files.copy(
                Installation.find().scenarios().resolve("active-passive/region-loss.yaml"),
                root.resolve("scenarios/region-loss.yaml"));
    }

    @BeforeEach
    void forget() {
        DRILLS.clear();
    }

    @Test
    void oneDrillServesEveryTestOfAClassAndItsNestedOnes() {
        EngineExecutionResults results = execute(Good.class);

        results.testEvents()
                .assertStatistics(statistics -> statistics.started(3).succeeded(3));
        assertThat(DRILLS).hasSize(1);
        assertThat(DRILLS.get(0)).contains("replication-factor: 2");
    }

    @Test
    void aScenarioThatIsNotThereFailsTheClassWithASentence() {
        execute(NoScenario.class)
                .containerEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        finishedWithFailure(
                                instanceOf(DrillFailedException.class),
                                message(text -> text.contains("was not started")
                                        && text.contains("did you mean 'region-loss'?"))));
    }

    @Test
    void aFaultOfTheHarnessFailsTheClassAndNamesTheFolder() {
        execute(Faulty.class)
                .containerEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        finishedWithFailure(
                                instanceOf(DrillFailedException.class),
                                message(text -> text.contains("the drill of 'region-loss' failed")
                                        && text.contains("reports/runs/region-loss"))));
    }

    @Test
    void aSettingWithoutValueFailsTheClass() {
        execute(BadSetting.class)
                .containerEvents()
                .assertThatEvents()
                .haveExactly(1, finishedWithFailure(message(text -> text.contains("is not path=value"))));
    }

    private static EngineExecutionResults execute(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute();
    }

    static class Good {
        @RegisterExtension
        static final FiredrillExtension DRILL = extension(
                "region-loss",
                Map.of("topics.orders.replication-factor", "2", "topics.orders.min-insync-replicas", "1"),
                false);

        @Test
        void getsTheResult(Result result) {
            FiredrillAssertions.assertThat(result).passed();
        }

        @Test
        void getsTheFolder(RunFolder folder) {
            assertThat(folder.report()).exists();
        }

        @Nested
        class Inside {
            @Test
            void getsBoth(Result result, RunFolder folder) {
                assertThat(result.verdict()).isEqualTo(Result.Verdict.PASS);
                assertThat(folder.result()).exists();
            }
        }
    }

    static class NoScenario {
        @RegisterExtension
        static final FiredrillExtension DRILL = extension("region-los", Map.of(), false);

        @Test
        void neverRuns() {}
    }

    static class Faulty {
        @RegisterExtension
        static final FiredrillExtension DRILL = extension("region-loss", Map.of(), true);

        @Test
        void neverRuns() {}
    }

    @Firedrill(scenario = "region-loss", set = "nothing")
    static class BadSetting {
        @Test
        void neverRuns() {}
    }

    private static FiredrillExtension extension(String scenario, Map<String, String> overrides, boolean faulty) {
        Row row = new Row(
                (read, yaml, folder, options, progress) -> new LiveDrill() {
                    @Override
                    public DrillEnd run() {
                        DRILLS.add(yaml);
                        if (faulty) {
                            throw new IllegalStateException("a bug");
                        }
                        return DrillEnd.COMPLETED;
                    }

                    @Override
                    public void interrupt() {}
                },
                folder -> {
                    Files.writeString(folder.result(), "{}");
                    return new JsonMapper().readValue("{\"verdict\":\"PASS\"}", Result.class);
                },
                folder -> Files.writeString(folder.report(), ""));
        return FiredrillExtension.of(
                scenario, overrides, row, new Installation(root, root.resolve("kafka"), Build.current()));
    }
}
