package io.firedrill.export;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.JournalClocks;
import io.firedrill.evidence.JournalReader;
import io.firedrill.evidence.JournalState;
import io.firedrill.evidence.Manifest;
import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.StallLog;
import io.firedrill.evidence.Timeline;
import io.firedrill.evidence.TimelineEvent.CanaryStarted;
import io.firedrill.evidence.TimelineEvent.RunStarted;
import io.firedrill.evidence.TimelineEvent.ScanFinished;
import io.firedrill.evidence.TimelineReader;
import io.firedrill.scenario.Scenario;
import io.firedrill.scenario.ScenarioReader;
import io.firedrill.scenario.ScenarioReading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Writes the facts of a run as tables, one file each ({@link Tables}). It reads the evidence once, as a stream, and holds one row group
 * of each table in memory at most, however many records the run has. It says what it saw and judges nothing: what is damaged is
 * exported as far as it can be trusted, and named.
 */
public final class Exporter {

    /**
     * What was exported.
     *
     * @param rows of each table, in the order of {@link Tables#ALL}
     * @param problems what is wrong with the evidence, a sentence each; empty when nothing is, and only then are the tables all of
     *     the truth
     */
    public record Exported(Map<String, Long> rows, List<String> problems) {
        public Exported {
            problems = List.copyOf(problems);
        }
    }

    private final RunFolder run;
    private final Sheets sheets;
    private final List<String> problems = new ArrayList<>();

    private Exporter(RunFolder run, Sheets sheets) {
        this.run = run;
        this.sheets = sheets;
    }

    /**
     * Exports a run.
     *
     * @param directory where the files go; made when it is not there. Files of an earlier export are written over
     * @throws IOException when a file can't be written
     */
    public static Exported export(RunFolder run, Path directory, Format format) throws IOException {
        ScenarioReading reading = ScenarioReader.ofEvidence().read(run.scenario());
        Optional<Scenario> scenario =
                reading instanceof ScenarioReading.Read read ? Optional.of(read.scenario()) : Optional.empty();
        return export(run, scenario, directory, format);
    }

    /** As the other, with a given scenario. */
    public static Exported export(RunFolder run, Scenario scenario, Path directory, Format format) throws IOException {
        return export(run, Optional.of(scenario), directory, format);
    }

    private static Exported export(RunFolder run, Optional<Scenario> scenario, Path directory, Format format)
            throws IOException {
        Files.createDirectories(directory);
        try (Sheets sheets = new Sheets(directory, format)) {
            Exporter exporter = new Exporter(run, sheets);
            if (scenario.isEmpty()) {
                exporter.problems.add("scenario.yaml can't be read: deployments, flows and failovers are empty");
            }
            exporter.everything(scenario);
            return new Exported(sheets.rows(), exporter.problems);
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void everything(Optional<Scenario> scenario) {
        problems.addAll(Manifest.verify(run).problems());
        Timeline timeline = TimelineReader.read(run.timeline());
        problems.addAll(timeline.problems());
        Optional<RunStarted> started = timeline.first(RunStarted.class);
        if (started.isEmpty()) {
            problems.add("the timeline has no catalogue (its line run-started), so no fact has a name: nothing was"
                    + " exported");
            return;
        }
        Catalogue catalogue = started.get().catalogue();
        StoryExport.export(sheets, timeline, started.get(), scenario);
        Map<Integer, CanaryStarted> canaries = new HashMap<>();
        timeline.all(CanaryStarted.class).forEach(canary -> canaries.put(canary.path(), canary));
        Names names = new Names(catalogue);
        JournalClocks clocks = JournalClocks.of(timeline);
        for (Path journal : children(run.journals(), Files::isDirectory)) {
            journal(
                    journal,
                    names,
                    canaries,
                    region(journal, catalogue),
                    clocks.of(name(journal)).nanos());
        }
        Set<String> whole = new HashSet<>();
        for (Path scan : children(run.scans(), Files::isDirectory)) {
            String region = name(scan);
            boolean known = catalogue.regions().contains(region);
            if (journal(scan, names, canaries, known ? region : "", 0)) {
                whole.add(region);
            }
        }
        for (int i = 0; i < catalogue.regions().size(); i++) {
            String region = catalogue.regions().get(i);
            int number = i;
            boolean finished =
                    timeline.all(ScanFinished.class).anyMatch(e -> e.region().equals(region) && e.complete());
            sheets.add(Tables.REGIONS, row -> row.text(region).number(number).flag(finished && whole.contains(region)));
        }
        for (Path file : children(run.logs(), file -> name(file).endsWith(StallLog.SUFFIX))) {
            StallLog log = StallLog.read(file);
            problems.addAll(log.problems());
            StoryExport.stalls(sheets, log);
        }
        if (names.unknown() > 0) {
            problems.add(names.unknown() + " facts name a topic or group that the catalogue does not have");
        }
    }

    /** Whether it is what its name says, its writer closed it and nothing of it is damaged. */
    private boolean journal(
            Path folder, Names names, Map<Integer, CanaryStarted> canaries, String region, long offset) {
        String name = String.valueOf(run.root().relativize(folder)).replace('\\', '/');
        if (region.isEmpty()) {
            problems.add(name + " belongs to no region of the catalogue; it was not exported");
            sheets.add(
                    Tables.JOURNALS,
                    row -> row.text(name).text("").number(0).flag(false).text("not read"));
            return false;
        }
        JournalState state = JournalReader.read(folder, new FactExport(sheets, names, canaries, name, region), offset);
        state.damage().forEach(damage -> problems.add(name + " is damaged: " + damage));
        String said = state.incarnation() == 0 ? state.region() : state.region() + "-" + state.incarnation();
        boolean own = said.equals(name(folder));
        if (!own && !state.region().isEmpty()) {
            problems.add(name + " holds the facts of " + said);
        }
        sheets.add(Tables.JOURNALS, row -> row.text(name)
                .text(region)
                .number(state.facts())
                .flag(state.closed())
                .text(String.join("; ", state.damage())));
        return state.closed() && own;
    }

    /** The region in the name of a worker's journal, {@code us-east-1}; empty when the catalogue has none such. */
    private static String region(Path journal, Catalogue catalogue) {
        String name = name(journal);
        int dash = name.lastIndexOf('-');
        String region = dash < 0 ? "" : name.substring(0, dash);
        return catalogue.regions().contains(region) ? region : "";
    }

    private List<Path> children(Path parent, Predicate<Path> wanted) {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(parent)) {
            try (Stream<Path> children = Files.list(parent)) {
                children.filter(wanted).sorted().forEach(found::add);
            } catch (IOException e) {
                problems.add(name(parent) + " cannot be listed (" + e.getClass().getSimpleName() + ")");
            }
        }
        return found;
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
