package io.firedrill.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The schema and the tables in scenarios/ say what the reader does. */
class GeneratedLanguageTest {
    private static final String RENEW = "renew it: mvn -q -pl harness/core -am test -Dtest=GeneratedLanguageTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dfiredrill.renew=true";
    private static final String BEGIN = "<!-- language: begin -->\n";
    private static final String END = "<!-- language: end -->";

    private final Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
            .getSchema(ScenarioSchema.json(), InputFormat.JSON);

    @Test
    void theSchemaFileIsCurrent() throws IOException {
        assertCurrent(Fixtures.SCENARIOS.resolve("scenario.schema.json"), ScenarioSchema.json());
    }

    @Test
    void theReadmesTablesAreCurrent() throws IOException {
        Path readme = Fixtures.SCENARIOS.resolve("README.md");
        String text = Files.readString(readme);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END);
        assertThat(begin).isLessThanOrEqualTo(end);
        assertCurrent(readme, text.substring(0, begin) + LanguageTables.markdown() + text.substring(end));
    }

    @Test
    void theTableOfPlatformsIsCurrent() throws IOException {
        Path readme = Fixtures.SCENARIOS.resolveSibling("README.md");
        String text = Files.readString(readme);
        String begin = "<!-- platforms: begin -->\n";
        int from = text.indexOf(begin) + begin.length();
        int to = text.indexOf("<!-- platforms: end -->");
        assertThat(from).isLessThanOrEqualTo(to);
        assertCurrent(readme, text.substring(0, from) + PlatformTable.markdown() + text.substring(to));
    }

    @Test
    void theSchemaAcceptsEveryScenarioOfTheLibrary() throws IOException {
        for (ScenarioLibrary.Entry entry : new ScenarioLibrary(Fixtures.SCENARIOS).scenarios()) {
            assertThat(errors(Files.readString(entry.file()))).as(entry.name()).isEmpty();
        }
    }

    @Test
    void theSchemaRefusesAnUnknownKey() {
        assertThat(errors(Fixtures.regionLossWith("{ brokers: 3 }", "{ brokers: 3, brokrs: 3 }")))
                .anySatisfy(error -> assertThat(error).contains("brokrs"));
        assertThat(errors(Fixtures.regionLoss() + "surprise: 1\n"))
                .anySatisfy(error -> assertThat(error).contains("surprise"));
    }

    @Test
    void theSchemaRefusesWrongQuantitiesAndSteps() {
        assertThat(errors(Fixtures.regionLossWith("rate: 500/s", "rate: 500"))).isNotEmpty();
        assertThat(errors(Fixtures.regionLossWith("latency: 20ms", "latency: 20")))
                .isNotEmpty();
        assertThat(errors(Fixtures.regionLossWith("disks: kept", "disks: keept")))
                .isNotEmpty();
        assertThat(errors(Fixtures.regionLossWith("stop-replication: {}", "stop-everything: {}")))
                .isNotEmpty();
        assertThat(errors(Fixtures.regionLossWith("partitions: 6,", ""))).isNotEmpty();
    }

    private List<String> errors(String yaml) {
        return schema.validate(yaml, InputFormat.YAML).stream()
                .map(Error::toString)
                .toList();
    }

    private static void assertCurrent(Path file, String expected) throws IOException {
        if (Boolean.getBoolean("firedrill.renew")) {
            Files.writeString(file, expected);
        }
        assertThat(file).as("%s is out of date; %s", file.getFileName(), RENEW).hasContent(expected);
    }
}
