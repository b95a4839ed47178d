package io.firedrill.cli;

import io.firedrill.audit.Result;
import io.firedrill.drill.DrillEnd;
import io.firedrill.evidence.RunFolder;
import io.firedrill.run.Build;
import io.firedrill.run.Installation;
import io.firedrill.run.LiveDrill;
import io.firedrill.run.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A command line in a folder of its own, with a drill that needs no Kafka. */
final class World {

    private static final JsonMapper JSON = new JsonMapper();

    final Path root;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Row row;
    /** No engine: what this machine's has on it is none of a test's business. */
    private Map<String, String> environment = Map.of("DOCKER_HOST", "tcp://nowhere:1");

    /** The library's scenarios are there, and Kafka's folder. */
    World(Path root) throws IOException {
        this.root = root;
        Files.createDirectories(root.resolve("kafka/libs"));
        Path library = root.resolve("scenarios/active-passive");
        Files.createDirectories(library);
        Files.copy(
                Installation.find().scenarios().resolve("active-passive/region-loss.yaml"),
                library.resolve("region-loss.yaml"));
        row = row("PASS", DrillEnd.COMPLETED);
    }

    World verdict(String verdict) {
        row = row(verdict, DrillEnd.COMPLETED);
        return this;
    }

    World row(Row row) {
        this.row = row;
        return this;
    }

    World environment(Map<String, String> variables) {
        this.environment = variables;
        return this;
    }

    /** Runs a command line; what it said is forgotten first. */
    int run(String... args) {
        out.reset();
        err.reset();
        Surroundings surroundings = new Surroundings(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment,
                0,
                new Installation(root, root.resolve("kafka"), Build.current()),
                row);
        return new Cli(surroundings).run(args);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** A row whose drill ends as told, and whose audit finds this verdict. */
    static Row row(String verdict, DrillEnd end) {
        return new Row(
                (scenario, yaml, folder, options, progress) -> new LiveDrill() {
                    @Override
                    public DrillEnd run() throws IOException {
                        progress.event("regions are up");
                        Files.writeString(folder.timeline(), "");
                        return end;
                    }

                    @Override
                    public void interrupt() {}
                },
                folder -> audited(folder, verdict),
                folder -> Files.writeString(folder.report(), "<html></html>"));
    }

    private static Result audited(RunFolder folder, String verdict) throws IOException {
        String json = result(verdict);
        Files.writeString(folder.result(), json);
        return JSON.readValue(json, Result.class);
    }

    static Result read(String json) {
        return JSON.readValue(json, Result.class);
    }

    static String result(String verdict) {
        return """
                {"schemaVersion":1,"verdict":"%s",
                 "run":{"id":"20260131T101500","scenario":"region-loss","title":"A region is lost"},
                 "objectives":[
                   {"name":"rto.service","limit":"30s","measured":"9.41s","plusMinus":"0.26s","verdict":"PASS","reason":""},
                   {"name":"rpo.records","limit":"500","measured":"[3 .. 5]","plusMinus":"","verdict":"%s","reason":"three of them"}],
                 "rto":{"serviceMillis":9410,"writeMillis":8120.4,"readMillis":8300,"plusMinusMillis":260,"recovered":true,
                        "windowMillis":120000,"unserved":4010},
                 "rpo":{"records":3,"mayRecords":2,"bytes":1536,"mayBytes":1024,"oldestMillis":12,"prefixMillis":20,
                        "mostTimeMillis":1200,"strandedRecords":3,"strandedMayRecords":1,"finalRecords":0,"finalMayRecords":1},
                 "duplicates":{"log":{"count":0,"ratio":0},"delivered":{"count":120,"ratio":0.004}},
                 "splitBrain":{"writes":0,"ambiguous":1},
                 "anomalies":{"P1":{"title":"lost-acked","unit":"records","count":2,"rule":"forbidden","verdict":"%s"}},
                 "sends":{"intended":40000,"ok":35980,"failed":0,"unknown":10},
                 "troubles":[]}
                """
                .formatted(verdict, verdict, verdict);
    }
}
