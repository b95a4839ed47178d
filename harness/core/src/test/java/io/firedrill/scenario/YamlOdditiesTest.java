package io.firedrill.scenario;

import static io.firedrill.scenario.Fixtures.printed;
import static io.firedrill.scenario.Fixtures.read;
import static io.firedrill.scenario.Fixtures.regionLossWith;
import static io.firedrill.scenario.Fixtures.spoilt;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are hardly YAML, or hardly files. */
class YamlOdditiesTest {
    @TempDir
    private Path folder;

    @Test
    void saysThatATabIsATab() {
        assertThat(spoilt("  us-west: { brokers: 3 }", "\tus-west: { brokers: 3 }"))
                .containsExactly("test.yaml:12:1: a tab; YAML is indented with spaces only");
    }

    @Test
    void reportsASyntaxErrorOnceAtItsPlace() {
        assertThat(spoilt("{ brokers: 3 }\n  us-west", "{ brokers: 3 \n  us-west"))
                .singleElement()
                .asString()
                .startsWith("test.yaml:12:10: this is not YAML: while parsing a flow mapping");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "null", "# only a comment\n", "---\n", "\uFEFF"})
    void saysThatAnEmptyFileIsEmpty(String text) {
        assertThat(printed(text)).singleElement().asString().contains("empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"just words", "- a\n- list\n", "42"})
    void saysWhatAFileShouldBe(String text) {
        assertThat(printed(text)).singleElement().asString().contains("allowed: a mapping with scenario, title");
    }

    @Test
    void refusesASecondDocument() {
        assertThat(printed(Fixtures.regionLoss() + "---\nscenario: another\n"))
                .singleElement()
                .asString()
                .contains("a second document begins here; a file holds one scenario");
    }

    @Test
    void refusesControlCharactersByNumber() {
        assertThat(spoilt("brokers: 3 }\n  us-west", "brokers: \u00013 }\n  us-west"))
                .containsExactly("test.yaml:11:23: the control character U+0001 may not stand in YAML");
    }

    @Test
    void refusesTagsByName() {
        assertThat(spoilt("brokers: 3 }\n  us-west", "brokers: !!binary 3 }\n  us-west"))
                .first()
                .asString()
                .isEqualTo("test.yaml:11:23: the tag tag:yaml.org,2002:binary is not part of the language");
    }

    @Test
    void refusesKeysThatAreNotWords() {
        assertThat(printed(Fixtures.regionLoss() + "? [a, b]\n: c\n"))
                .singleElement()
                .asString()
                .contains("a key must be a plain word");
    }

    @Test
    void refusesBottomlessNesting() {
        assertThat(printed("[".repeat(200_000))).singleElement().asString().contains("nested more than 50 levels deep");
    }

    @Test
    void refusesAnAliasThatHoldsItself() {
        assertThat(printed("scenario: &all [*all]\n"))
                .singleElement()
                .asString()
                .contains("the anchor (&) holds an alias (*) to itself");
    }

    @Test
    void refusesAliasesThatMultiply() {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 9; i++) {
            String before = ", *a" + (i - 1);
            text.append("a").append(i).append(": &a").append(i).append(" [");
            text.append(before.repeat(10).substring(2)).append("]\n");
        }
        assertThat(printed(text.toString())).singleElement().asString().contains("more than 100000 values");
    }

    @Test
    void readsAnchorsAndMergeKeys() {
        Scenario scenario = read(regionLossWith(
                "us-east: { brokers: 3 }\n  us-west: { brokers: 3 }",
                "us-east: &usual { brokers: 3, config: { a: 1 } }\n  us-west: { <<: *usual, config: { b: 2 } }"));
        assertThat(scenario.regions().get("us-east").config()).containsExactly(java.util.Map.entry("a", "1"));
        assertThat(scenario.regions().get("us-west").brokers()).isEqualTo(3);
        assertThat(scenario.regions().get("us-west").config()).containsExactly(java.util.Map.entry("b", "2"));
    }

    @Test
    void pointsIntoTheAnchorForWhatIsWrongThere() {
        assertThat(spoilt(
                        "us-east: { brokers: 3 }\n  us-west: { brokers: 3 }",
                        "us-east: &usual { brokers: 3, x: 1 }\n  us-west:\n    <<: *usual"))
                .containsExactly(
                        "test.yaml:11:33: unknown key 'x' in regions.us-east; allowed: brokers, controllers, config, limits",
                        "test.yaml:11:33: unknown key 'x' in regions.us-west; allowed: brokers, controllers, config, limits");
    }

    @Test
    void refusesAMergeKeyOfNothing() {
        assertThat(spoilt("us-west: { brokers: 3 }", "us-west: { <<: 3, brokers: 3 }"))
                .containsExactly(
                        "test.yaml:12:14: the merge key << takes a mapping or a list of mappings, not the number 3");
    }

    @Test
    void reportsADuplicateKeyInAnAnchorOnce() {
        assertThat(spoilt(
                        "us-east: { brokers: 3 }\n  us-west: { brokers: 3 }",
                        "us-east: &usual { brokers: 3, brokers: 3 }\n  us-west: *usual"))
                .containsExactly("test.yaml:11:33: duplicate key 'brokers', first in line 11");
    }

    @Test
    void readsAFileWithAByteOrderMarkAndWindowsLineEnds() {
        assertThat(read("\uFEFF" + Fixtures.regionLoss().replace("\n", "\r\n")).name())
                .isEqualTo("region-loss");
    }

    @Test
    void namesTheByteThatIsNotUtf8() throws IOException {
        Path file = folder.resolve("latin1.yaml");
        Files.write(file, "scenario: a\ntitle: Stra\u00DFe\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(only(file)).isEqualTo(file + ":2:12: the byte 0xDF is not UTF-8; save the file as UTF-8");
    }

    @Test
    void namesATruncatedLastCharacter() throws IOException {
        Path file = folder.resolve("cut.yaml");
        byte[] whole = "scenario: \u00DF".getBytes(StandardCharsets.UTF_8);
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        assertThat(only(file)).isEqualTo(file + ":1:11: the byte 0xC3 is not UTF-8; save the file as UTF-8");
    }

    @Test
    void saysThatAFileIsMissing() {
        Path file = folder.resolve("nowhere.yaml");
        assertThat(only(file)).isEqualTo(file + ": no such file");
    }

    @Test
    void saysThatADirectoryIsADirectory() {
        assertThat(only(folder)).isEqualTo(folder + ": this is a directory, not a scenario file");
    }

    @Test
    void refusesAnEnormousFileWithoutReadingIt() throws IOException {
        Path file = folder.resolve("huge.yaml");
        Files.writeString(file, "# padding padding\n".repeat(600_000));
        assertThat(only(file)).isEqualTo(file + ": this file is larger than 1 MiB, so it is not a scenario");
    }

    private static String only(Path file) {
        var refused = (ScenarioReading.Refused) new ScenarioReader().read(file);
        List<ScenarioProblem> problems = refused.problems();
        assertThat(problems).hasSize(1);
        return problems.get(0).toString();
    }
}
