package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firedrill.evidence.RunFolder;
import io.firedrill.scenario.Objective;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultJsonTest {

    @TempDir
    Path temp;

    private final SyntheticDrill drill = new SyntheticDrill();
    private RunFolder folder;

    @BeforeEach
    void everythingPlanted() throws IOException {
        Planting planting = new Planting(drill, new Random(1));
        for (Planting.Kind kind : Planting.Kind.values()) {
            planting.plant(kind, 2);
        }
        drill.objectives.add(new Objective("rto.service", new Objective.Limit.Time(Duration.ofSeconds(30))));
        drill.objectives.add(new Objective("duplicates.delivered", new Objective.Limit.Ratio(0.05)));
        folder = drill.write(temp.resolve("run"));
    }

    @Test
    void auditingTwiceGivesTheSameBytes() {
        String once = ResultJson.text(Auditor.audit(folder, drill.scenario()));
        assertThat(ResultJson.text(Auditor.audit(folder, drill.scenario()))).isEqualTo(once);
    }

    @Test
    void aMovedFolderGivesTheSameBytes() throws IOException {
        String here = ResultJson.text(Auditor.audit(folder, drill.scenario()));
        Path there = temp.resolve("elsewhere");
        Files.move(folder.root(), there);
        assertThat(ResultJson.text(Auditor.audit(new RunFolder(there), drill.scenario())))
                .isEqualTo(here)
                .doesNotContain(temp.toString());
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        Result result = Auditor.audit(folder, drill.scenario());
        ResultJson.write(folder.result(), result);
        assertThat(ResultJson.read(folder.result())).isEqualTo(result);
        assertThat(Files.readString(folder.result())).isEqualTo(ResultJson.text(result));
    }

    @Test
    void aFileThatIsNoResultIsRefusedWithASentence() throws IOException {
        Path file = temp.resolve("result.json");
        Files.writeString(file, "{\"schemaVersion\": 99}");
        assertThatThrownBy(() -> ResultJson.read(file)).isInstanceOf(IOException.class);
        Files.writeString(file, "[");
        assertThatThrownBy(() -> ResultJson.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is no result of a drill");
    }

    @Test
    void aResultOfAnotherSchemaVersionIsRefusedWithBothVersions() throws IOException {
        Path file = temp.resolve("result.json");
        String text = ResultJson.text(Auditor.audit(folder, drill.scenario()));
        Files.writeString(file, text.replaceFirst("\"schemaVersion\" : 1", "\"schemaVersion\" : 99"));
        assertThatThrownBy(() -> ResultJson.read(file))
                .isInstanceOf(IOException.class)
                .hasMessage("result.json has schema version 99; this Firedrill reads 1");
        Files.writeString(file, "null");
        assertThatThrownBy(() -> ResultJson.read(file))
                .isInstanceOf(IOException.class)
                .hasMessage("result.json has schema version none; this Firedrill reads 1");
    }

    @Test
    void theTextEndsItsLinesAsOnAnyMachine() {
        String text = ResultJson.text(Auditor.audit(folder, drill.scenario()));
        assertThat(text)
                .startsWith("{\n  \"schemaVersion\" : 1,\n")
                .endsWith("\n}\n")
                .doesNotContain("\r");
    }

    @Test
    void aResultTakesThePlaceOfTheOneBefore() throws IOException {
        Files.writeString(folder.result(), "half of ano");
        ResultJson.write(folder.result(), Auditor.audit(folder, drill.scenario()));
        assertThat(ResultJson.read(folder.result()).schemaVersion()).isEqualTo(1);
        try (Stream<Path> files = Files.list(folder.root())) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".new"));
        }
    }
}
