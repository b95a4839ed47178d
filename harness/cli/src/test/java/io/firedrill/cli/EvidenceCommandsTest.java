package io.firedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.evidence.Manifest;
import io.firedrill.evidence.RunFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is asked of the evidence of a real drill, which is a run of {@code quick-loss} here. */
class EvidenceCommandsTest {
    private static final Path LIVE =
            Path.of(System.getProperty("firedrill.root"), "harness/core/src/test/resources/evidence-live");
    private static final Pattern ROWS = Pattern.compile("(?m)^(\\S+) +([\\d,]+) rows$");

    @TempDir
    private Path root;

    private World world;
    private RunFolder run;

    @BeforeEach
    void aRun() throws IOException {
        world = new World(root);
        run = new RunFolder(root.resolve("reports/runs/quick-loss/20260131T101500"));
        try (Stream<Path> files = Files.walk(LIVE)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = run.root().resolve(LIVE.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
    }

    private void refused(String sentence) {
        assertThat(world.err())
                .startsWith("firedrill: ")
                .contains(sentence)
                .doesNotContain("\tat ", "Exception", "fault of Firedrill");
        assertThat(world.out()).isEmpty();
    }

    private String folder(String name) {
        return root.resolve(name).toString();
    }

    /** The last part of a worker's journal is gone. */
    private void damaged() throws IOException {
        Path segment = run.journal("us-west", 1).resolve("00001.fdj.gz");
        byte[] whole = Files.readAllBytes(segment);
        Files.write(segment, Arrays.copyOf(whole, whole.length / 2));
    }

    @Test
    void aRecordsLifeIsTheSameByItsHeaderItsNameAndItsPlace() {
        assertThat(world.run("trace", "quick-loss", "0.0.1.5")).isZero();
        String life = world.out();
        assertThat(life)
                .startsWith("us-east/order-service-0/1/5  (firedrill-id 0.0.1.5)")
                .contains("T0 of to-west", "intended", "sent", "acknowledged", "delivered", "at the end", "copied");
        assertThat(world.err()).isEmpty();
        Matcher place =
                Pattern.compile("acknowledged  (us-east orders/\\d+@\\d+)").matcher(life);
        assertThat(place.find()).isTrue();
        for (String word : List.of("us-east/order-service-0/1/5", place.group(1))) {
            assertThat(world.run("trace", run.root().toString(), word)).isZero();
            assertThat(world.out()).isEqualTo(life);
        }
    }

    @Test
    void aLifeAsJsonIsNothingElse() {
        assertThat(world.run("trace", "quick-loss", "0.0.1.5", "--json")).isZero();
        JsonNode lives = JsonMapper.shared().readTree(world.out());
        assertThat(lives).hasSize(1);
        assertThat(lives.get(0).get("id").asString()).isEqualTo("0.0.1.5");
        assertThat(lives.get(0).get("moments")).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "0.0.1.99999999 | no send, delivery or log of this run has the record '0.0.1.99999999'",
                "7.7.7.7 | no send, delivery or log of this run has the record '7.7.7.7'",
                "us-east/order-service-0/1/99999999 | no send, delivery or log of this run has the record",
                "us-east orders/1@99999999 | no send, delivery or log of this run has the record",
                "us-east/order-servce-0/1/5 | 'us-east/order-servce-0/1/5' is no record of this run",
                "us-eest orders/1@5 | 'us-eest orders/1@5' is no record of this run",
                "0.0.1 | '0.0.1' is no record of this run",
                "0.0.1.99999999999999999999 | is no record of this run",
                "\"\" | '' is no record of this run"
            })
    void aRecordThatTheRunDoesNotHaveIsASentenceThatSaysWhichItHas(String record, String sentence) {
        assertThat(world.run("trace", "quick-loss", record)).isEqualTo(2);
        refused(sentence);
        assertThat(world.err())
                .contains(
                        "A record is spelled as its header firedrill-id",
                        "This run has us-east/order-service-0/1/0 to ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"trace", "export"})
    void aFolderThatIsNoRunIsASentence(String verb) throws IOException {
        Path none = Files.createDirectory(root.resolve("holiday"));
        List<String> rest = verb.equals("trace") ? List.of("0.0.1.5") : List.of("--csv", folder("facts"));
        assertThat(world.run(Stream.concat(Stream.of(verb, none.toString()), rest.stream())
                        .toArray(String[]::new)))
                .isEqualTo(2);
        refused("holiday is not the folder of a run: it has no timeline.jsonl");
        assertThat(root.resolve("facts")).doesNotExist();
    }

    @Test
    void aRunWhoseTimelineSaysNothingHasNoRecords() throws IOException {
        Files.writeString(run.timeline(), "");
        assertThat(world.run("trace", "quick-loss", "0.0.1.5")).isEqualTo(2);
        refused("does not say what run this is");
        assertThat(world.run("export", "quick-loss", "--csv", folder("facts"))).isEqualTo(3);
        assertThat(world.err())
                .contains("so no fact has a name: nothing was exported")
                .doesNotContain("\tat ");
    }

    @Test
    void aLifeOfDamagedEvidenceIsPrintedAndTheDamageNamed() throws IOException {
        damaged();
        assertThat(world.run("trace", "quick-loss", "0.0.1.5")).isEqualTo(3);
        assertThat(world.out()).contains("(firedrill-id 0.0.1.5)", "acknowledged");
        assertThat(world.err())
                .startsWith("firedrill: journals/us-west-1/00001.fdj.gz was altered after the drill")
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "parquet"})
    void anExportIsAFileForEveryTableWithAsManyRowsAsItSays(String format) throws IOException {
        Path into = Files.createDirectories(root.resolve("facts"));
        assertThat(world.run("export", "quick-loss", "--" + format, into.toString()))
                .isZero();
        assertThat(world.err()).isEmpty();
        assertThat(world.out()).contains(into.toAbsolutePath().toString());
        List<String[]> tables = ROWS.matcher(world.out())
                .results()
                .map(row -> new String[] {row.group(1), row.group(2).replace(",", "")})
                .toList();
        assertThat(tables)
                .anySatisfy(table -> assertThat(table[0]).isEqualTo("sends"))
                .anySatisfy(table -> assertThat(table[0]).isEqualTo("scans"));
        for (String[] table : tables) {
            Path file = into.resolve(table[0] + "." + format);
            byte[] bytes = Files.readAllBytes(file);
            if (format.equals("csv")) {
                assertThat(new String(bytes, StandardCharsets.UTF_8).lines().count())
                        .as(table[0])
                        .isEqualTo(1 + Long.parseLong(table[1]));
            } else {
                assertThat(new String(bytes, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("PAR1");
            }
        }
    }

    @Test
    void anExportOverwritesNothing() throws IOException {
        Path letter = Files.createDirectory(root.resolve("facts")).resolve("letter.txt");
        Files.writeString(letter, "Dear diary");
        assertThat(world.run("export", "quick-loss", "--csv", folder("facts"))).isEqualTo(2);
        refused("facts is not empty, and an export overwrites nothing: give another folder");
        assertThat(root.resolve("facts").toFile().list()).containsExactly("letter.txt");
        assertThat(world.run("export", "quick-loss", "--parquet", letter.toString()))
                .isEqualTo(2);
        refused("letter.txt is there already and is no folder. Give another folder");
        assertThat(letter).hasContent("Dear diary");
    }

    @Test
    void anExportIsOfOneFormat() {
        assertThat(world.run("export", "quick-loss", "--csv", folder("a"), "--parquet", folder("b")))
                .isEqualTo(2);
        refused("mutually exclusive");
        assertThat(world.run("export", "quick-loss")).isEqualTo(2);
        refused("--csv");
        assertThat(root.resolve("a")).doesNotExist();
        assertThat(root.resolve("b")).doesNotExist();
    }

    @Test
    void ofADamagedRunIsExportedWhatCanBeTrustedAndTheDamageNamed() throws IOException {
        damaged();
        assertThat(world.run("export", "quick-loss", "--csv", folder("facts"))).isEqualTo(3);
        assertThat(world.err())
                .contains("firedrill: journals/us-west-1/00001.fdj.gz was altered", "journals/us-west-1 is damaged: ")
                .doesNotContain("\tat ");
        assertThat(root.resolve("facts/sends.csv")).isNotEmptyFile();
    }

    @Test
    void aScanOfAnotherRegionIsExportedAsNoWholeOne() throws IOException {
        try (Stream<Path> segments = Files.list(run.scan("us-east"))) {
            for (Path segment : segments.toList()) {
                Files.delete(run.scan("us-west").resolve(segment.getFileName()));
                Files.copy(segment, run.scan("us-west").resolve(segment.getFileName()));
            }
        }
        Manifest.write(run, new Manifest.Origin("0.1.0", Map.of(), "host", "tester"));
        assertThat(world.run("export", "quick-loss", "--csv", folder("facts"))).isEqualTo(3);
        assertThat(world.err())
                .isEqualTo("firedrill: scans/us-west holds the facts of us-east" + System.lineSeparator());
        assertThat(Files.readAllLines(root.resolve("facts/regions.csv"))).contains("us-east,0,true", "us-west,1,false");
    }

    @Test
    void aBenchmarkMeasuresAndWhatItLeftIsAuditedAgain() {
        assertThat(world.run("benchmark", "audit", "--records", "4000", "--folder", folder("large")))
                .isZero();
        assertThat(world.out()).contains("4,000 records, ", " bytes a record on disk: audited in ");
        assertThat(world.err()).contains("writing ", "auditing");
        assertThat(world.run("benchmark", "audit", "--records", "4000", "--folder", folder("large")))
                .isZero();
        assertThat(world.err()).contains("auditing").doesNotContain("writing");
        assertThat(world.run("benchmark", "audit", "--records", "8000", "--folder", folder("large")))
                .isEqualTo(2);
        refused("large holds other evidence than that of a benchmark of this version with as many records");
        // Java does not begin with the one, and the audit does not end with the other.
        for (String heap : List.of("1k", "6m")) {
            assertThat(world.run(
                            "benchmark", "audit", "--records", "4000", "--folder", folder("large"), "--heap", heap))
                    .isEqualTo(2);
            assertThat(world.err())
                    .contains(
                            "firedrill: the audit can't run with a heap of " + heap + ": ",
                            "Give it another with --heap")
                    .doesNotContain("\tat ", "fault of Firedrill");
        }
    }

    private int benchmarkInTheRun() {
        return world.run(
                "benchmark",
                "audit",
                "--records",
                "4000",
                "--folder",
                run.root().toString());
    }

    @Test
    void aBenchmarkWritesOverNothing() throws IOException {
        assertThat(benchmarkInTheRun()).isEqualTo(2);
        refused("holds other evidence than that of a benchmark");
        Files.delete(run.manifest());
        assertThat(benchmarkInTheRun()).isEqualTo(2);
        refused("is not empty, and a benchmark overwrites nothing: give another folder");
        assertThat(world.run("benchmark", "audit", "--folder", run.timeline().toString()))
                .isEqualTo(2);
        refused("timeline.jsonl is there already and is no folder");
        assertThat(run.timeline()).hasSameBinaryContentAs(LIVE.resolve("timeline.jsonl"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--records 3999 | --records 3999 --keys 1200: at least 4000 records and one key are needed",
                "--records -1 | at least 4000 records",
                "--records 9223372036854775807 | at most",
                "--records many | 'many' is not a long",
                "--records 4000 --keys 0 | one key",
                "--records 4000 --keys 2147483647 | at most",
                "--records 4000 --heap 512 | --heap 512: expected a number and k, m or g, as 512m",
                "--records 4000 --heap 0m | --heap 0m: expected a number and k, m or g",
                "--record | '--record' is no option of firedrill benchmark audit; did you mean '--records'?"
            })
    void numbersOfWhichNoBenchmarkCanBeMadeAreASentence(String options, String sentence) {
        assertThat(world.run(("benchmark audit " + options).split(" "))).isEqualTo(2);
        refused(sentence);
    }
}
