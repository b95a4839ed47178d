package io.firedrill.cli;

import io.firedrill.drill.Plan;
import io.firedrill.scenario.ScenarioLibrary;
import io.firedrill.scenario.ScenarioReader;
import io.firedrill.scenario.ScenarioReading;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Loads what every start loads, once after a build, for the archive of classes that later starts read. */
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    WarmUpCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        for (ScenarioLibrary.Entry entry :
                new ScenarioLibrary(surroundings.installation().scenarios()).scenarios()) {
            if (new ScenarioReader().read(entry.file()) instanceof ScenarioReading.Read read) {
                surroundings.out().println(Plan.of(read.scenario()).atLeast());
            }
        }
        surroundings.out().println(new CommandLine(new Firedrill(), new Commands(surroundings)).getUsageMessage());
        return ExitCode.MET;
    }
}
