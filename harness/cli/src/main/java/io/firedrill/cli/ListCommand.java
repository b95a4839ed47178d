package io.firedrill.cli;

import io.firedrill.run.RunFolders;
import io.firedrill.scenario.ScenarioLibrary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.json.JsonMapper;

/** The library, and what was run of it. */
@Command(
        name = "list",
        description = "Shows the scenarios of the library and how often each was run here.",
        footer = {"", "Examples:", "  firedrill list", "  firedrill list --json"})
final class ListCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private final Output output = new Output();

    ListCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    private record Line(ScenarioLibrary.Entry scenario, List<String> runs) {}

    @Override
    public Integer call() {
        List<Line> lines = lines();
        if (output.json()) {
            surroundings
                    .out()
                    .println(new JsonMapper()
                            .writeValueAsString(Map.of(
                                    "scenarios",
                                    lines.stream().map(ListCommand::fields).toList())));
            return ExitCode.MET;
        }
        Table table = new Table().row("scenario", "runs", "latest", "what happens");
        for (Line line : lines) {
            List<String> runs = line.runs();
            table.row(
                    line.scenario().name(),
                    Integer.toString(runs.size()),
                    runs.isEmpty() ? "-" : runs.get(runs.size() - 1),
                    line.scenario().sound()
                            ? line.scenario().title()
                            : "(can't be run: firedrill validate "
                                    + line.scenario().name() + ")");
        }
        table.lines("").forEach(surroundings.out()::println);
        return ExitCode.MET;
    }

    private List<Line> lines() {
        RunFolders runs = new RunFolders(surroundings.installation().runs());
        return new ScenarioLibrary(surroundings.installation().scenarios())
                .scenarios().stream()
                        .map(scenario -> new Line(
                                scenario,
                                runs.of(scenario.name()).stream()
                                        .map(run -> run.root().getFileName().toString())
                                        .toList()))
                        .toList();
    }

    private static Map<String, Object> fields(Line line) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", line.scenario().name());
        fields.put("title", line.scenario().title());
        fields.put("pattern", line.scenario().pattern());
        fields.put("file", line.scenario().file().toString());
        fields.put("opening", line.scenario().opening());
        fields.put("sound", line.scenario().sound());
        fields.put("runs", line.runs());
        return fields;
    }
}
