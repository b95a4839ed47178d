package io.firedrill.cli;

import io.firedrill.audit.RecordTrace;
import io.firedrill.evidence.Manifest;
import io.firedrill.evidence.RunFolder;
import io.firedrill.run.RefusedException;
import io.firedrill.run.RunFolders;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Prints the life of a record. */
@Command(
        name = "trace",
        description = {
            "Prints the life of one record of a run: where it was sent, acknowledged, delivered and committed, and which",
            "logs held it in the end, with times since the baseline was steady and since the fault took effect."
        },
        footer = {
            "",
            "A record is spelled as its header firedrill-id, worker.producer.session.sequence; as results and reports",
            "spell it, region/producer/session/sequence; or by a place in a log, 'us-east orders/3@567'.",
            "",
            "Exit codes: 0 printed, 2 no such run or record, 3 the evidence is damaged: printed is what can still be read.",
            "",
            "Examples:",
            "  firedrill trace region-loss 0.0.1.1234         in the latest run of a scenario",
            "  firedrill trace region-loss/20260131T101500 us-east/order-service-0/1/1234",
            "  firedrill trace region-loss 'us-east orders/3@567' --json"
        })
final class TraceCommand implements Callable<Integer> {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Surroundings surroundings;

    @Parameters(
            index = "0",
            paramLabel = "RUN",
            description = "Folder of a run, <scenario>/<time>, or a scenario's name for its latest.")
    private String run = "";

    @Parameters(index = "1", paramLabel = "RECORD", description = "The record, or a place in a log.")
    private String record = "";

    @Option(names = "--json", description = "On standard output as JSON.")
    private boolean json;

    TraceCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws RefusedException, IOException {
        RunFolder folder = new RunFolders(surroundings.installation().runs()).find(run);
        List<RecordTrace> traces;
        try {
            traces = RecordTrace.of(folder, record);
        } catch (RecordTrace.UnknownRecord e) {
            throw new RefusedException(String.valueOf(e.getMessage()), e);
        }
        PrintStream out = surroundings.out();
        if (json) {
            out.println(JSON.writeValueAsString(traces));
        } else {
            for (int i = 0; i < traces.size(); i++) {
                if (i > 0) {
                    out.println();
                }
                print(traces.get(i), out);
            }
        }
        out.flush();
        // What is missing from a life may be missing from the evidence only.
        List<String> problems = Manifest.verify(folder).problems();
        problems.forEach(problem -> surroundings.err().println("firedrill: " + problem));
        return problems.isEmpty() ? ExitCode.MET : ExitCode.INCONCLUSIVE;
    }

    private static void print(RecordTrace trace, PrintStream out) {
        out.println(trace.name() + "  (firedrill-id " + trace.id() + ")");
        out.println();
        String t0 = trace.transition().isEmpty() ? "" : "T0 of " + trace.transition();
        out.printf(Locale.ROOT, "  %12s  %12s%n", "baseline", t0);
        for (RecordTrace.Moment moment : trace.moments()) {
            out.printf(
                    Locale.ROOT,
                    "  %12s  %12s  %-12s  %s%s%n",
                    seconds(moment.baselineMillis(), "at the end"),
                    seconds(moment.t0Millis(), ""),
                    moment.what(),
                    moment.where(),
                    moment.note().isEmpty() ? "" : ", " + moment.note());
        }
    }

    private static String seconds(@Nullable Double millis, String otherwise) {
        return millis == null ? otherwise : String.format(Locale.ROOT, "%+.3f s", millis / 1000);
    }
}
