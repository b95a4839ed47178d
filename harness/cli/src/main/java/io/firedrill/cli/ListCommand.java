package io.firedrill.cli;

import io.firedrill.run.Library;
import io.firedrill.run.RunFolders;
import io.firedrill.scenario.ScenarioReader;
import io.firedrill.scenario.ScenarioReading;
import java.nio.file.Path;
import java.util.ArrayList;
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

    private record Entry(String name, String title, Path file, List<String> runs) {}

    @Override
    public Integer call() {
        List<Entry> entries = entries();
        if (output.json()) {
            surroundings
                    .out()
                    .println(new JsonMapper()
                            .writeValueAsString(Map.of(
                                    "scenarios",
                                    entries.stream().map(ListCommand::fields).toList())));
            return ExitCode.MET;
        }
        Table table = new Table().row("scenario", "runs", "latest", "what happens");
        for (Entry entry : entries) {
            List<String> runs = entry.runs();
            table.row(
                    entry.name(),
                    Integer.toString(runs.size()),
                    runs.isEmpty() ? "-" : runs.get(runs.size() - 1),
                    entry.title());
        }
        table.lines("").forEach(surroundings.out()::println);
        return ExitCode.MET;
    }

    private List<Entry> entries() {
        RunFolders runs = new RunFolders(surroundings.installation().runs());
        List<Entry> entries = new ArrayList<>();
        new Library(surroundings.installation().scenarios()).files().forEach((name, file) -> {
            List<String> times = runs.of(name).stream()
                    .map(run -> run.root().getFileName().toString())
                    .toList();
            entries.add(new Entry(name, title(name, file), file, times));
        });
        return entries;
    }

    private static String title(String name, Path file) {
        ScenarioReading reading = new ScenarioReader().read(file);
        return reading instanceof ScenarioReading.Read read
                ? read.scenario().title()
                : "(can't be run: firedrill validate " + name + ")";
    }

    private static Map<String, Object> fields(Entry entry) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", entry.name());
        fields.put("title", entry.title());
        fields.put("file", entry.file().toString());
        fields.put("runs", entry.runs());
        return fields;
    }
}
