package io.firedrill.cli;

import io.firedrill.drill.DrillEnd;
import io.firedrill.drill.Plan;
import io.firedrill.region.ContainerOptions;
import io.firedrill.run.Library;
import io.firedrill.run.NetworkNamespace;
import io.firedrill.run.Outcome;
import io.firedrill.run.RefusedException;
import io.firedrill.run.Rehearsal;
import io.firedrill.run.RunFolders;
import io.firedrill.run.Sentences;
import io.firedrill.scenario.FaultAction;
import io.firedrill.scenario.ScenarioReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Runs a drill, audits it, renders its report. */
@Command(
        name = "run",
        description = {
            "Runs a scenario against real Kafka on this machine, audits every record and renders the report.",
            "Ctrl-C ends the drill (all processes, then audit what there is; exit code 130), a second one at once."
        },
        footer = {
            "",
            "Exit codes: 0 objectives met, 1 missed, 2 nothing was started, 3 inconclusive, 70 a fault of Firedrill,",
            "130 interrupted.",
            "",
            "Examples:",
            "  firedrill run region-loss",
            "  firedrill run region-loss --platform containers",
            "  firedrill run region-loss --set services.order-service.produces.rate=1000/s",
            "  firedrill run our-drills/quarterly.yaml --output /tmp/quarterly --json > result.json"
        })
final class RunCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @ParentCommand
    private @Nullable Firedrill root;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final ScenarioArgument scenario = new ScenarioArgument();

    @Option(
            names = "--output",
            paramLabel = "FOLDER",
            description =
                    "Folder of this run, absent or empty; reports/runs/<scenario>/<time> of the checkout unless said.")
    private @Nullable Path output;

    @Option(names = "--keep-data", description = "Brokers' data directories stay in the run's folder.")
    private boolean keepData;

    @Mixin
    private final PlatformArgument platform = new PlatformArgument();

    @Mixin
    private final Output said = new Output();

    RunCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws RefusedException, IOException {
        ScenarioReading.Read read =
                scenario.read(new Library(surroundings.installation().scenarios()));
        Optional<ContainerOptions> containers =
                platform.containers(scenario, surroundings.installation().build());
        if (containers.isEmpty()
                && Plan.of(read.scenario()).needs().contains(FaultAction.Need.NETWORK_NAMESPACE)
                && !NetworkNamespace.own()) {
            return new Inside().run(spec);
        }
        Rehearsal rehearsal = Rehearsal.prepare(
                new Rehearsal.Request(
                        read.scenario(),
                        read.effectiveYaml(),
                        new RunFolders(surroundings.installation().runs()),
                        Optional.ofNullable(output),
                        keepData,
                        containers),
                surroundings.row(),
                surroundings.installation(),
                terminal());
        logInto(rehearsal);
        Terminal terminal = terminal();
        terminal.event(read.scenario().title() + "; evidence goes to "
                + Verdicts.shown(rehearsal.folder().root()));
        Outcome outcome;
        boolean asked;
        try (Interrupts interrupts = Interrupts.listen(() -> interrupt(rehearsal, terminal), RunCommand::halt)) {
            outcome = rehearsal.run(terminal);
            asked = interrupts.asked();
        }
        terminal.clear();
        return exitCode(outcome, asked);
    }

    private Terminal terminal() {
        return new Terminal(surroundings.err(), said.mode(surroundings), surroundings.columns(), System::nanoTime);
    }

    // Must be said before the first logger is made; logback reads both when it begins.
    private static void logInto(Rehearsal rehearsal) throws RefusedException {
        Path logs = rehearsal.folder().logs();
        try {
            Files.createDirectories(logs);
        } catch (IOException e) {
            throw new RefusedException("can't make " + logs + ": " + Sentences.of(e), e);
        }
        System.setProperty("firedrill.log", logs.resolve("harness.log").toString());
        System.setProperty("logback.configurationFile", "logback-harness.xml");
    }

    private static void interrupt(Rehearsal rehearsal, Terminal terminal) {
        terminal.warn(
                "interrupted: closing the journals, ending every process, then auditing what there is (once more: stop at once)");
        rehearsal.interrupt();
    }

    // Children end by themselves when this process is gone.
    private static void halt() {
        Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }

    private int exitCode(Outcome outcome, boolean asked) throws IOException {
        if (outcome instanceof Outcome.Faulted faulted) {
            new Faults(surroundings.err(), root != null && root.stackTrace())
                    .tell(
                            "the " + faulted.where(),
                            faulted.fault(),
                            List.of(faulted.folder().logs()));
            surroundings
                    .err()
                    .println("firedrill: what evidence there is lies in "
                            + Verdicts.shown(faulted.folder().root()));
            return asked ? ExitCode.INTERRUPTED : ExitCode.FAULT;
        }
        if (outcome instanceof Outcome.NoRoom full) {
            surroundings.err().println("firedrill: INCONCLUSIVE: " + full.sentence());
            surroundings
                    .err()
                    .println("firedrill: what evidence there is lies in "
                            + Verdicts.shown(full.folder().root())
                            + "; once there is room, `firedrill audit` says what it shows");
            return asked ? ExitCode.INTERRUPTED : ExitCode.INCONCLUSIVE;
        }
        if (outcome instanceof Outcome.Audited audited) {
            new Verdicts(surroundings).print(audited.folder(), audited.result(), said.json());
            return asked || audited.end() == DrillEnd.INTERRUPTED
                    ? ExitCode.INTERRUPTED
                    : ExitCode.of(audited.result().verdict());
        }
        surroundings.err().println("firedrill: interrupted before anything was started");
        return ExitCode.INTERRUPTED;
    }
}
