package io.firedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.drill.DrillEnd;
import io.firedrill.region.ContainerLabels;
import io.firedrill.region.engine.FakeEngine;
import io.firedrill.run.Row;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class CliTest {

    @TempDir
    private Path root;

    private World world;

    @BeforeEach
    void inAFolderOfItsOwn() throws IOException {
        world = new World(root);
    }

    @ParameterizedTest
    @CsvSource({"PASS,0", "FAIL,1", "INCONCLUSIVE,3"})
    void theExitCodeSaysTheVerdict(String verdict, int code) {
        world.verdict(verdict);

        assertThat(world.run("run", "region-loss")).isEqualTo(code);
        assertThat(world.out()).contains(verdict + "  region-loss: A region is lost");
        assertThat(world.run("audit", "region-loss")).isEqualTo(code);
    }

    @Test
    void resultsGoToStandardOutputAndProgressToStandardError() {
        world.run("run", "region-loss");

        assertThat(world.out()).contains("report", "report.html").doesNotContain("regions are up");
        assertThat(world.err()).contains("regions are up");
    }

    @Test
    void quietSaysNothingOnStandardError() {
        world.run("run", "region-loss", "--quiet");

        assertThat(world.err()).isEmpty();
        assertThat(world.out()).contains("PASS");
    }

    @Test
    void jsonIsResultJsonAndNothingElse() throws IOException {
        world.run(
                "run", "region-loss", "--json", "--output", root.resolve("own").toString());

        assertThat(world.out()).isEqualTo(Files.readString(root.resolve("own/result.json")));
    }

    @Test
    void brokersDataStayOnlyWhenAskedFor() {
        List<Boolean> kept = new ArrayList<>();
        Row row = World.row("PASS", DrillEnd.COMPLETED);
        world.row(new Row(
                (scenario, yaml, folder, options, progress) -> {
                    kept.add(options.keepData());
                    return row.drill().prepare(scenario, yaml, folder, options, progress);
                },
                row.audit(),
                row.render()));

        world.run("run", "region-loss");
        world.run("run", "region-loss", "--keep-data");

        assertThat(kept).containsExactly(false, true);
    }

    @Test
    void anInterruptedDrillSaysSoByItsExitCode() {
        world.row(World.row("INCONCLUSIVE", DrillEnd.INTERRUPTED));

        assertThat(world.run("run", "region-loss")).isEqualTo(130);
    }

    @Test
    void aFullDiskIsInconclusiveAndASentence() {
        Row row = World.row("PASS", DrillEnd.COMPLETED);
        world.row(new Row(row.drill(), row.audit(), folder -> {
            throw new IOException("report.html: No space left on device");
        }));

        assertThat(world.run("run", "region-loss")).isEqualTo(3);
        assertThat(world.err())
                .contains("INCONCLUSIVE: the disk of ", " is full (", "make room", "firedrill audit")
                .doesNotContain("fault of Firedrill", "\tat ");
    }

    @Test
    void aFaultIsOneSentenceAndATraceInAFile() throws IOException {
        Row row = new Row(
                (scenario, yaml, folder, options, progress) -> {
                    throw new IllegalStateException("no such thing");
                },
                folder -> World.read("{}"),
                folder -> {});
        world.row(row);

        assertThat(world.run(
                        "run", "region-loss", "--output", root.resolve("own").toString()))
                .isEqualTo(70);
        assertThat(world.err())
                .contains("firedrill: the drill failed: no such thing", "This is a fault of Firedrill", "fault-")
                .doesNotContain("\tat ");
        try (Stream<Path> logs = Files.list(root.resolve("own/logs"))) {
            assertThat(logs.filter(file -> file.toString().contains("fault-")))
                    .singleElement()
                    .satisfies(file -> assertThat(Files.readString(file)).contains("\tat "));
        }
        assertThat(world.run("run", "region-loss", "--stack-trace")).isEqualTo(70);
        assertThat(world.err()).contains("\tat ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "rnu | 'rnu' is no verb; did you mean 'run'?",
                "run region-los | did you mean 'region-loss'?",
                "run region-loss --sett a=b | '--sett' is no option of firedrill run; did you mean '--set'?",
                "run | missing required parameter: 'SCENARIO'",
                "run no/such.yaml | no scenario is named 'no/such.yaml', and no file is",
                "audit region-loss | there is no run 'region-loss'",
                "report region-loss | there is no run 'region-loss'",
                "trace region-loss 0.0.1.5 | there is no run 'region-loss'",
                "trace region-loss | missing required parameter: 'RECORD'",
                "export region-loss --csv facts | there is no run 'region-loss'",
                "export region-loss | --parquet",
                "clean no/such | there is no folder no/such",
                "toxiproxy --port 70000 | --port 70000 is no port",
                "toxiproxy --port x | 'x'",
                "validate region-loss --set regions.us-east.brokers=none | regions.us-east.brokers is 'none'",
                "run region-loss --set regions.us-east.brokrs=1 | did you mean 'brokers'?",
                "run region-loss --set nothing | value for option '--set' (PATH=VALUE) should be in KEY=VALUE format"
            })
    void whatIsWrongIsASentenceAndExitCode2(String line, String sentence) {
        assertThat(world.run(line.strip().split(" "))).isEqualTo(2);
        assertThat(world.err())
                .startsWith("firedrill: ")
                .contains(sentence.strip())
                .doesNotContain("\tat ", "Exception");
        assertThat(root.resolve("reports")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "validate",
                "plan",
                "list",
                "audit",
                "report",
                "trace",
                "export",
                "clean",
                "benchmark",
                "toxiproxy"
            })
    void everyVerbHasHelpWithExamples(String verb) {
        assertThat(world.run(verb, "--help")).isZero();
        assertThat(world.out()).startsWith("Usage: firedrill " + verb).contains("Examples:", "  firedrill " + verb);
        assertThat(world.err()).isEmpty();
    }

    @Test
    void helpNamesEveryVerbAndNothingHidden() {
        assertThat(world.run("--help")).isZero();
        assertThat(world.out())
                .contains("run", "validate", "plan", "130 interrupted")
                .doesNotContain("warm-up");
    }

    @Test
    void theVersionIsOneLine() {
        assertThat(world.run("--version")).isZero();
        assertThat(world.out()).matches("firedrill \\d\\S* \\(Kafka \\S+, Java \\S+\\)\\R");
    }

    @Test
    void aScenarioWithoutFaultIsValid() {
        assertThat(world.run("validate", "region-loss")).isZero();
        assertThat(world.run("validate", "region-loss", "--json")).isZero();
        assertThat(world.out()).isEqualToIgnoringNewLines("{\"problems\":[]}");
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceWithItsPlace() throws IOException {
        Path file = root.resolve("scenarios/active-passive/region-loss.yaml");
        Files.writeString(
                file, Files.readString(file).replace("brokers: 3", "brokrs: 3").replace("acks: all", "acks: most"));

        assertThat(world.run("validate", file.toString())).isEqualTo(2);
        assertThat(world.err()).contains("region-loss.yaml:", "brokrs", "did you mean 'brokers'?", "most");
        assertThat(world.run("validate", file.toString(), "--json")).isEqualTo(2);
        assertThat(world.out()).contains("\"line\":", "\"suggestion\":\"brokers\"");
    }

    @Test
    void aPlanStartsNothingAndSaysWhatItTakes() {
        assertThat(world.run("plan", "region-loss")).isZero();
        assertThat(world.out()).contains("kill-region us-east", "memory", "disk", "processes", "ports", "failovers");
        assertThat(world.run("plan", "region-loss", "--json")).isZero();
        assertThat(world.out()).contains("\"atLeastMillis\":", "\"problems\":[]");
        assertThat(root.resolve("reports")).doesNotExist();
    }

    @Test
    void aListShowsTitlesAndRuns() {
        world.run("run", "region-loss");
        world.run("run", "region-loss");

        assertThat(world.run("list")).isZero();
        assertThat(world.out()).containsPattern("region-loss +2 +\\d{8}T\\d{6}\\S* +The primary region is lost");
        assertThat(world.run("list", "--json")).isZero();
        assertThat(world.out()).contains("\"name\":\"region-loss\"", "\"sound\":true");
    }

    @Test
    void aReportIsRenderedAgain() throws IOException {
        Path own = root.resolve("own");
        world.run("run", "region-loss", "--output", own.toString());
        Files.delete(own.resolve("report.html"));

        assertThat(world.run("report", own.toString())).isZero();
        assertThat(own.resolve("report.html")).exists();
        Files.delete(own.resolve("result.json"));
        assertThat(world.run("report", own.toString())).isEqualTo(2);
        assertThat(world.err()).contains("has no result.json yet: firedrill audit");
    }

    @Test
    void aRunOverwritesNothing() throws IOException {
        Path own = Files.createDirectories(root.resolve("own"));
        Files.writeString(own.resolve("letter.txt"), "mine");

        assertThat(world.run("run", "region-loss", "--output", own.toString())).isEqualTo(2);
        assertThat(world.err()).contains("is not empty, and a run overwrites nothing");
        assertThat(own.resolve("letter.txt")).hasContent("mine");
    }

    @Test
    void nothingToCleanIsSaid() {
        world.run("run", "region-loss");

        assertThat(world.run("clean")).isZero();
        assertThat(world.out()).isEqualToIgnoringNewLines("nothing to clean");
    }

    @Test
    void anEngineThatCannotBeAskedIsNotNothingToClean() {
        world.environment(Map.of("DOCKER_HOST", "unix://" + root.resolve("no.sock")));

        assertThat(world.run("clean")).isEqualTo(2);
        assertThat(world.out()).doesNotContain("nothing to clean");
        assertThat(world.err())
                .startsWith("firedrill: containers were not looked for: ")
                .contains("no.sock");
    }

    @Test
    void whatOfContainersCouldBeDoneAndWhatNotIsSaid() throws IOException {
        try (FakeEngine engine = new FakeEngine(root)) {
            Map<String, String> ours = ContainerLabels.of("one", root);
            Map<String, String> theirs = new HashMap<>(ours);
            theirs.put("io.firedrill.boot", "of another machine");
            theirs.put("io.firedrill.machine", "another");
            theirs.put("io.firedrill.folder", "/runs/theirs");
            engine.on("GET /containers/json", call -> "200 " + listed(ours));
            engine.on("GET /networks", call -> "200 " + listed(theirs));
            engine.on("GET /volumes", call -> "200 {\"Volumes\":null}");
            world.environment(Map.of("DOCKER_HOST", "unix://" + engine.socket().path()));

            assertThat(world.run("clean")).isZero();
            assertThat(world.out())
                    .contains("left alone, still running: containers of " + root)
                    .contains("left alone, can't tell whether it still runs", "containers of /runs/theirs")
                    .doesNotContain("nothing to clean");
            assertThat(engine.calls("DELETE")).isEmpty();
        }
    }

    private static String listed(Map<String, String> labels) {
        return new JsonMapper().writeValueAsString(List.of(Map.of("Id", "7", "Name", "seven", "Labels", labels)));
    }

    @Test
    void aTakenPortIsASentence() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            assertThat(world.run("toxiproxy", "--port", port)).isEqualTo(2);
            assertThat(world.err()).contains("can't listen on 127.0.0.1:" + port, "--port");
        }
    }

    @Test
    void theSummaryHasFiguresObjectivesAndReasons() {
        List<String> lines = Summary.of(World.read(World.result("FAIL")));

        assertThat(lines)
                .contains("FAIL  region-loss: A region is lost")
                .anyMatch(line -> line.contains("9.41 s +- 260 ms, write 8.12 s"))
                .anyMatch(line -> line.contains("[3 .. 5] records, [1536 .. 2560] bytes,"
                        + " reaching back [20 ms .. 1.20 s]; [3 .. 4] stranded, [0 .. 1] lost for good"))
                .anyMatch(line -> line.contains("120 delivered (0.40 %)"))
                .anyMatch(line -> line.matches(" *rto.service +30s +9.41s \\+- 0.26s +PASS"))
                .anyMatch(line -> line.contains("FAIL rpo.records: three of them"))
                .anyMatch(line -> line.contains("FAIL P1 lost-acked (forbidden): 2 records"));
    }

    @Test
    void whatWasNotMeasuredIsSaidSo() {
        List<String> lines = Summary.of(World.read(World.result("INCONCLUSIVE")
                .replaceAll("(?s)\"rto\":\\{.*?},", "")
                .replaceAll("(?s)\"rpo\":\\{.*?},", "")));

        assertThat(lines).anyMatch(line -> line.matches(" *RTO +not measured"));
        assertThat(lines).anyMatch(line -> line.matches(" *RPO +not measured"));
    }

    @Test
    void aLossInTimeWhoseEndsAreWrittenAlikeIsOneNumber() {
        for (String most : List.of("20", "20.4")) {
            List<String> lines = Summary.of(
                    World.read(World.result("PASS").replace("\"mostTimeMillis\":1200", "\"mostTimeMillis\":" + most)));

            assertThat(lines).anyMatch(line -> line.contains(" bytes, reaching back 20 ms; "));
        }
    }

    @Test
    void ofAResultOfAnEarlierVersionWithoutAnyLossTheUpperEndsAreZero() {
        List<String> lines = Summary.of(World.read(World.result("PASS")
                .replaceAll("\"(mayBytes|mostTimeMillis|strandedMayRecords)\":\\d+,", "")
                .replaceAll(",\"finalMayRecords\":\\d+", "")
                .replaceAll(
                        "\"(records|mayRecords|bytes|oldestMillis|prefixMillis|strandedRecords)\":\\d+", "\"$1\":0")));

        assertThat(lines)
                .anyMatch(line -> line.contains("0 records, 0 bytes, reaching back 0 ms; 0 stranded, 0 lost for good"));
    }

    @Test
    void whatAClassMayHaveOnTopOfItsCountIsSaidWithIt() {
        List<String> lines = Summary.of(World.read(
                World.result("INCONCLUSIVE").replace("\"count\":2,", "\"count\":2,\"figures\":{\"mayRecords\":3.0},")));

        assertThat(lines).anyMatch(line -> line.contains("INCONCLUSIVE P1 lost-acked (forbidden): [2 .. 5] records"));
    }

    @Test
    void ofAResultOfAnEarlierVersionTheUpperEndsAreNotKnown() {
        List<String> lines = Summary.of(World.read(World.result("PASS")
                .replaceAll("\"(mayBytes|mostTimeMillis|strandedMayRecords)\":\\d+,", "")
                .replaceAll(",\"finalMayRecords\":\\d+", "")));

        assertThat(lines)
                .anyMatch(
                        line -> line.contains("[3 .. 5] records, 1536 (upper end not known) bytes, reaching back 20 ms"
                                + " (upper end not known); 3 (upper end not known) stranded, 0 (upper end not known) lost for"
                                + " good"));
    }

    @Test
    void whatFailedAndWhatWentWrongIsSaidBeforeWhatItLeftUndecided() {
        List<String> lines = Summary.of(World.read(World.result("INCONCLUSIVE")
                .replace("\"troubles\":[]", "\"troubles\":[\"the drain did not finish\"]")));

        assertThat(lines)
                .containsSubsequence(
                        "  INCONCLUSIVE the drain did not finish", "  INCONCLUSIVE rpo.records: three of them");
    }
}
