package io.firedrill.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What there is to run, and which one somebody means. */
class ScenarioLibraryTest {
    @TempDir
    private Path folder;

    private Path file;
    private ScenarioLibrary library;

    @BeforeEach
    void aLibraryOfOneSoundAndOneBrokenScenario() throws IOException {
        file = folder.resolve("active-passive/region-loss.yaml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, Fixtures.regionLoss());
        Files.writeString(folder.resolve("active-passive/unfinished.yaml"), "scenario: unfinished\n");
        Files.writeString(folder.resolve("README.md"), "not a scenario");
        library = new ScenarioLibrary(folder);
    }

    @Test
    void listsNamesTitlesAndOpeningSentences() {
        assertThat(library.scenarios())
                .extracting(ScenarioLibrary.Entry::name)
                .containsExactly("region-loss", "unfinished");
        ScenarioLibrary.Entry entry = library.scenarios().get(0);
        assertThat(entry.title()).isEqualTo("The primary region is lost without warning");
        assertThat(entry.pattern()).isEqualTo("active-passive");
        assertThat(entry.file()).isEqualTo(file);
        assertThat(entry.opening())
                .startsWith("The primary region dies without warning while orders are written to it, and comes back")
                .contains("Costs about")
                .doesNotContain("yaml-language-server")
                .doesNotContain("#");
    }

    @Test
    void listsABrokenScenarioAsBroken() {
        assertThat(library.scenarios()).extracting(ScenarioLibrary.Entry::sound).containsExactly(true, false);
    }

    @Test
    void findsByNameByPathAndByPlaceInTheLibrary() {
        for (String asked : List.of(
                "region-loss", file.toString(), "active-passive/region-loss", "active-passive/region-loss.yaml")) {
            assertThat(library.find(asked)).as(asked).isEqualTo(new ScenarioLibrary.Search.Found(file));
        }
        assertThat(library.find("unfinished")).isInstanceOf(ScenarioLibrary.Search.Found.class);
    }

    @Test
    void namesTheNearestForATypo() {
        assertThat(library.find("region-los").toString())
                .isEqualTo(
                        "no scenario is named 'region-los', and no file is; the library has: region-loss, unfinished;"
                                + " did you mean 'region-loss'?");
        assertThat(library.find("nowhere/region-lost.yaml").toString()).endsWith("did you mean 'region-loss'?");
        assertThat(library.find("antarctica").toString()).endsWith("the library has: region-loss, unfinished");
    }

    @Test
    void isEmptyWithoutAFolder() {
        ScenarioLibrary nowhere = new ScenarioLibrary(folder.resolve("nowhere"));
        assertThat(nowhere.scenarios()).isEmpty();
        assertThat(nowhere.find("region-loss").toString()).contains("the library is empty");
        assertThat(nowhere.find("").toString()).contains("the library is empty");
        assertThat(nowhere.find("a\0b").toString()).contains("the library is empty");
    }

    @Test
    void ofThisRepositoryIsSoundNamedAfterItsFilesAndOpensWithSentences() {
        List<ScenarioLibrary.Entry> entries = new ScenarioLibrary(Fixtures.SCENARIOS).scenarios();
        assertThat(entries)
                .extracting(ScenarioLibrary.Entry::name)
                .contains("region-loss", "paused-mirror")
                .doesNotHaveDuplicates();
        for (ScenarioLibrary.Entry entry : entries) {
            assertThat(entry.sound()).as("%s", entry.file()).isTrue();
            assertThat(entry.file().getFileName()).hasToString(entry.name() + ".yaml");
            assertThat(entry.file().getParent().getFileName()).hasToString(entry.pattern());
            assertThat(entry.opening())
                    .contains("good outcome")
                    .contains("Costs ")
                    .endsWith(".");
        }
    }
}
