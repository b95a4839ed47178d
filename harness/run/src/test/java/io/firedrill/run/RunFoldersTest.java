package io.firedrill.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firedrill.evidence.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFoldersTest {

    private static final LocalDateTime NOW = LocalDateTime.of(2026, 1, 31, 10, 15, 0);

    @TempDir
    private Path base;

    private RunFolders runs;

    @BeforeEach
    void inAnEmptyFolder() {
        runs = new RunFolders(base);
    }

    @Test
    void aRunLiesUnderItsScenarioAndTime() throws RefusedException {
        RunFolder run = runs.create("region-loss", NOW);

        assertThat(run.root())
                .isEqualTo(base.resolve("region-loss/20260131T101500"))
                .isEmptyDirectory();
    }

    @Test
    void noRunEverOverwritesAnother() throws RefusedException {
        Path first = runs.create("region-loss", NOW).root();
        Path second = runs.create("region-loss", NOW).root();

        assertThat(second).isNotEqualTo(first);
        assertThat(second.getFileName()).hasToString("20260131T101500-2");
    }

    @Test
    void aFolderThatIsAFileIsASentence() throws IOException {
        Files.writeString(base.resolve("region-loss"), "in the way");

        assertThatThrownBy(() -> runs.create("region-loss", NOW))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("can't write to " + base)
                .hasMessageContaining("is there already and is no folder")
                .hasMessageContaining("--output");
    }

    @Test
    void aFolderOfOnesOwnMustBeEmpty() throws RefusedException, IOException {
        Path own = base.resolve("deep/own");
        assertThat(RunFolders.createAt(own).root()).isEqualTo(own).isEmptyDirectory();
        assertThat(RunFolders.createAt(own).root()).isEqualTo(own);

        Files.writeString(own.resolve("timeline.jsonl"), "");
        assertThatThrownBy(() -> RunFolders.createAt(own))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("is not empty, and a run overwrites nothing");
    }

    @Test
    void aRunIsFoundByFolderByTimeAndByScenario() throws RefusedException, IOException {
        Path early = finished(NOW);
        Path late = finished(NOW.plusHours(1));

        assertThat(runs.find(early.toString()).root()).isEqualTo(early);
        assertThat(runs.find("region-loss/20260131T101500").root()).isEqualTo(early);
        assertThat(runs.find("region-loss").root()).isEqualTo(late);
        assertThat(runs.scenarios()).containsExactly("region-loss");
    }

    @Test
    void aRunOfANewerVersionIsRefusedByName() throws RefusedException, IOException {
        Path run = finished(NOW);
        Files.writeString(run.resolve("manifest.json"), "{\"formatVersion\": 7}");

        for (String name : List.of("region-loss", run.toString())) {
            assertThatThrownBy(() -> runs.find(name))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining(run.toString())
                    .hasMessageContaining("made by a newer version of Firedrill: manifest.json has format 7");
        }
    }

    @Test
    void aRunThatIsNotThereIsASentence() throws RefusedException, IOException {
        assertThatThrownBy(() -> runs.find("region-loss")).hasMessageContaining("nothing has been run yet");
        finished(NOW);
        assertThatThrownBy(() -> runs.find("failback"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("there is no run 'failback'")
                .hasMessageContaining("region-loss");
        assertThatThrownBy(() -> runs.find(base.toString())).hasMessageContaining("is not the folder of a run");
    }

    private Path finished(LocalDateTime when) throws RefusedException, IOException {
        RunFolder run = runs.create("region-loss", when);
        Files.writeString(run.timeline(), "");
        return run.root();
    }
}
