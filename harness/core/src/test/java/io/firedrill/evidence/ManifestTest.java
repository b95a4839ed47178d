package io.firedrill.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {

    @TempDir
    Path temp;

    private RunFolder folder;

    @BeforeEach
    void evidence() throws IOException {
        folder = new RunFolder(temp);
        Files.writeString(folder.scenario(), "scenario: x\n");
        Files.writeString(folder.timeline(), "{}\n");
        Files.createDirectories(folder.logs());
        Files.writeString(folder.logs().resolve("broker.log"), "started\n");
        Manifest.write(folder, new Manifest.Origin("0.1.0", Map.of("us-east", "4.3.1"), "host", "me"));
    }

    @Test
    void anUntouchedFolderHasNoProblems() {
        Manifest.Check check = Manifest.verify(folder);
        assertThat(check.present()).isTrue();
        assertThat(check.parts()).isPositive();
        assertThat(check.problems()).isEmpty();
    }

    @Test
    void anAlteredAMissingAndAnAddedPartAreNamed() throws IOException {
        Files.writeString(folder.timeline(), "{ }\n");
        Files.delete(folder.logs().resolve("broker.log"));
        Files.writeString(folder.logs().resolve("other.log"), "x");
        assertThat(Manifest.verify(folder).problems())
                .hasSize(3)
                .anySatisfy(text -> assertThat(text).startsWith("timeline.jsonl was altered"))
                .anySatisfy(text -> assertThat(text).isEqualTo("logs/broker.log is missing"))
                .anySatisfy(text -> assertThat(text).startsWith("logs/other.log was added"));
    }

    @Test
    void whatIsMadeFromTheEvidenceIsNoPartOfIt() throws IOException {
        Files.writeString(folder.result(), "{}");
        assertThat(Manifest.verify(folder).problems()).isEmpty();
    }

    @Test
    void anAbsentAndAnUnreadableManifestAreSaid() throws IOException {
        Files.writeString(folder.manifest(), "{");
        assertThat(Manifest.verify(folder).problems())
                .singleElement()
                .asString()
                .contains("cannot be read");
        Files.delete(folder.manifest());
        assertThat(Manifest.verify(folder).present()).isFalse();
        assertThat(Manifest.verify(folder).problems())
                .singleElement()
                .asString()
                .contains("missing");
    }

    @Test
    void whatIsReadAsAPartOfTheEvidenceIsToldFromWhatLiesBesideIt() throws IOException {
        Path journal = Files.createDirectories(folder.journals().resolve("us-east-1"));
        Files.writeString(journal.resolve("00007.fdj"), "x");
        Files.writeString(journal.resolve("00008.fdj.gz"), "x");
        Files.writeString(journal.resolve("00007.fdj.bak"), "x");
        Files.writeString(folder.logs().resolve("worker-stalls.jsonl"), "");
        Files.writeString(folder.logs().resolve("broker.log"), "altered");
        Files.delete(folder.scenario());
        List<Manifest.Problem> found = Manifest.verify(folder).found();
        assertThat(found)
                .extracting(Manifest.Problem::path, Manifest.Problem::difference)
                .containsExactlyInAnyOrder(
                        tuple("journals/us-east-1/00007.fdj", Manifest.Difference.ADDED),
                        tuple("journals/us-east-1/00008.fdj.gz", Manifest.Difference.ADDED),
                        tuple("journals/us-east-1/00007.fdj.bak", Manifest.Difference.ADDED),
                        tuple("logs/worker-stalls.jsonl", Manifest.Difference.ADDED),
                        tuple("logs/broker.log", Manifest.Difference.ALTERED),
                        tuple("scenario.yaml", Manifest.Difference.MISSING));
        assertThat(found).filteredOn(Manifest.Problem::ofSegment).hasSize(2);
        assertThat(found)
                .filteredOn(problem -> !problem.read())
                .extracting(Manifest.Problem::path)
                .containsExactlyInAnyOrder("journals/us-east-1/00007.fdj.bak", "logs/broker.log", "scenario.yaml");
    }
}
