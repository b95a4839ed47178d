package io.firedrill.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firedrill.audit.Result;
import io.firedrill.drill.DrillEnd;
import io.firedrill.drill.Progress;
import io.firedrill.evidence.RunFolder;
import io.firedrill.scenario.ScenarioReading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class RehearsalTest {

    @TempDir
    private Path root;

    private final List<String> happened = new ArrayList<>();
    private Installation installation;

    @BeforeEach
    void kafkaIsThere() throws IOException {
        Path kafka = root.resolve("kafka");
        Files.createDirectories(kafka.resolve("libs"));
        installation = new Installation(root, kafka, Build.current());
    }

    @Test
    void drillsAuditsAndRendersInThisOrder() throws Exception {
        Outcome outcome = prepare(drill(() -> DrillEnd.COMPLETED)).run(Progress.NONE);

        assertThat(happened).containsExactly("drill", "audit", "render");
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Audited.class, audited -> {
            assertThat(audited.end()).isEqualTo(DrillEnd.COMPLETED);
            assertThat(audited.result().verdict()).isEqualTo(Result.Verdict.PASS);
            assertThat(audited.folder().root()).startsWith(root.resolve("reports/runs/region-loss"));
        });
    }

    @Test
    void whatAFaultyDrillLeftIsStillAudited() throws Exception {
        Outcome outcome = prepare(drill(() -> {
                    throw new IllegalStateException("a bug");
                }))
                .run(Progress.NONE);

        assertThat(happened).containsExactly("drill", "audit", "render");
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Faulted.class, faulted -> {
            assertThat(faulted.where()).isEqualTo("drill");
            assertThat(faulted.fault()).hasMessage("a bug");
        });
    }

    @Test
    void aDrillWithoutEvidenceIsNotAudited() throws Exception {
        Row row = new Row(
                (scenario, yaml, folder, options, progress) -> {
                    throw new IllegalStateException("before anything");
                },
                this::audit,
                this::render);

        assertThat(prepare(row).run(Progress.NONE)).isInstanceOf(Outcome.Faulted.class);
        assertThat(happened).isEmpty();
    }

    @Test
    void aFaultOfAuditOrReportSaysWhich() throws Exception {
        Row audit = new Row(
                drill(() -> DrillEnd.COMPLETED).drill(),
                folder -> {
                    throw new IllegalStateException("can't count");
                },
                this::render);
        Row report = new Row(drill(() -> DrillEnd.COMPLETED).drill(), this::audit, folder -> {
            throw new IOException("can't draw");
        });

        assertThat(prepare(audit).run(Progress.NONE))
                .isInstanceOfSatisfying(Outcome.Faulted.class, faulted -> assertThat(faulted.where())
                        .isEqualTo("audit"));
        assertThat(prepare(report).run(Progress.NONE))
                .isInstanceOfSatisfying(Outcome.Faulted.class, faulted -> assertThat(faulted.where())
                        .isEqualTo("report"));
    }

    @Test
    void aFullDiskIsNoFaultOfTheHarness() throws Exception {
        UncheckedIOException full =
                new UncheckedIOException(new IOException("timeline.jsonl: No space left on device"));
        Row row = new Row(
                (scenario, yaml, folder, options, progress) -> {
                    throw full;
                },
                this::audit,
                this::render);
        Row later = new Row(drill(() -> DrillEnd.ABORTED).drill(), this::audit, folder -> {
            throw full;
        });

        for (Row each : List.of(row, later)) {
            assertThat(prepare(each).run(Progress.NONE))
                    .isInstanceOfSatisfying(Outcome.NoRoom.class, outcome -> assertThat(outcome.sentence())
                            .contains("the disk of " + outcome.folder().root(), "is full", "make room"));
        }
    }

    @Test
    void anInterruptionReachesTheDrillAndItsEvidenceIsAudited() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Row row = new Row(
                (scenario, yaml, folder, options, progress) -> new LiveDrill() {
                    @Override
                    public DrillEnd run() throws IOException {
                        touch(folder);
                        running.countDown();
                        await(interrupted);
                        return DrillEnd.INTERRUPTED;
                    }

                    @Override
                    public void interrupt() {
                        interrupted.countDown();
                    }
                },
                this::audit,
                this::render);
        Rehearsal rehearsal = prepare(row);
        CompletableFuture<Outcome> outcome = CompletableFuture.supplyAsync(() -> rehearsal.run(Progress.NONE));
        running.await();
        rehearsal.interrupt();

        assertThat(outcome.get()).isInstanceOfSatisfying(Outcome.Audited.class, audited -> assertThat(audited.end())
                .isEqualTo(DrillEnd.INTERRUPTED));
        assertThat(happened).containsExactly("audit", "render");
    }

    @Test
    void interruptedBeforeItBeganItNeverBegins() throws Exception {
        Rehearsal rehearsal = prepare(drill(() -> DrillEnd.COMPLETED));
        rehearsal.interrupt();

        assertThat(rehearsal.run(Progress.NONE)).isInstanceOf(Outcome.Interrupted.class);
        assertThat(happened).isEmpty();
    }

    @Test
    void withoutKafkaNothingIsStartedAndNoFolderMade() throws Exception {
        Files.delete(root.resolve("kafka/libs"));

        assertThatThrownBy(() -> prepare(drill(() -> DrillEnd.COMPLETED)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("is not at " + root.resolve("kafka"))
                .hasMessageContaining("mvn package");
        assertThat(root.resolve("reports")).doesNotExist();
    }

    private interface Run {
        DrillEnd run();
    }

    private Row drill(Run run) {
        return new Row(
                (scenario, yaml, folder, options, progress) -> new LiveDrill() {
                    @Override
                    public DrillEnd run() throws IOException {
                        happened.add("drill");
                        touch(folder);
                        return run.run();
                    }

                    @Override
                    public void interrupt() {}
                },
                this::audit,
                this::render);
    }

    private Result audit(RunFolder folder) throws IOException {
        happened.add("audit");
        Files.writeString(folder.result(), "{}");
        return new JsonMapper().readValue("{\"verdict\":\"PASS\"}", Result.class);
    }

    private void render(RunFolder folder) {
        happened.add("render");
    }

    private static void touch(RunFolder folder) throws IOException {
        Files.writeString(folder.timeline(), "");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Rehearsal prepare(Row row) throws RefusedException {
        ScenarioReading.Read read = Scenarios.regionLoss();
        return Rehearsal.prepare(
                new Rehearsal.Request(
                        read.scenario(),
                        read.effectiveYaml(),
                        new RunFolders(installation.runs()),
                        Optional.empty(),
                        false),
                row,
                installation,
                Progress.NONE);
    }
}
