package io.firedrill.reports;

import io.firedrill.audit.RecordTrace;
import io.firedrill.audit.Result;
import io.firedrill.audit.ResultJson;
import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.FaultReceipt;
import io.firedrill.evidence.JournalClocks;
import io.firedrill.evidence.JournalReader;
import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.Timeline;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.evidence.TimelineReader;
import io.firedrill.scenario.ScenarioReader;
import io.firedrill.scenario.ScenarioReading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Reads what the renderers need from a run folder. The result must be there; evidence that is missing or cut leaves gaps in the
 * report and stops nothing, for the result already says what is wrong with it.
 */
final class ReportDataReader {

    private static final Map<String, String> WHAT = Map.of(
            "scenario.yaml", "what was asked, overrides applied",
            "timeline.jsonl", "what the conductor did and saw",
            "journals", "every send, acknowledgement and delivery of the workers",
            "scans", "every record that the logs held at the end",
            "samples", "MirrorMaker's own metrics and processes' stalls",
            "logs", "logs of every process",
            "manifest.json", "SHA-256 of every part, versions, host, operator");

    private final RunFolder folder;

    ReportDataReader(RunFolder folder) {
        this.folder = folder;
    }

    /** @throws IOException with a sentence when {@code result.json} is missing or no result */
    ReportData read() throws IOException {
        if (!Files.exists(folder.result())) {
            throw new IOException("There is no result.json in " + folder.root()
                    + ". Make it with `firedrill audit` on that folder, then render again.");
        }
        Result result = ResultJson.read(folder.result());
        List<TimelineEvent> events = TimelineReader.read(folder.timeline()).events();
        CanaryTries canaries = new CanaryTries(result.faults(), events, lasting(), ReportData.zero(events));
        return new ReportData(
                result,
                events,
                series(result, events, canaries),
                scenario(),
                evidence(),
                RecordTrace.ofExamples(folder, examples(result)),
                canaries);
    }

    /** By the scenario; without one that can be read a fault is taken to last. */
    private Predicate<FaultReceipt> lasting() {
        return Files.isRegularFile(folder.scenario())
                        && ScenarioReader.ofEvidence().read(folder.scenario()) instanceof ScenarioReading.Read read
                ? receipt -> read.scenario().lasts(receipt.fault(), receipt.target())
                : any -> true;
    }

    private static List<String> examples(Result result) {
        Map<String, List<String>> ofCounts = result.examples();
        return Stream.of(
                        result.anomalies().values().stream().flatMap(anomaly -> anomaly.examples().stream()),
                        result.transitions().stream()
                                .map(Result.Transition::rpo)
                                .filter(Objects::nonNull)
                                .flatMap(rpo -> rpo.examples().stream()),
                        ofCounts == null
                                ? Stream.<String>empty()
                                : ofCounts.values().stream().flatMap(List::stream))
                .flatMap(examples -> examples)
                .distinct()
                .toList();
    }

    private Series series(Result result, List<TimelineEvent> events, CanaryTries canaries) throws IOException {
        List<String> regions = events.stream()
                .filter(TimelineEvent.RunStarted.class::isInstance)
                .map(TimelineEvent.RunStarted.class::cast)
                .findFirst()
                .map(TimelineEvent.RunStarted::catalogue)
                .map(Catalogue::regions)
                .orElse(List.copyOf(result.run().kafkaVersions().keySet()));
        if (events.isEmpty()) {
            return new Series(0, 0, 0, regions);
        }
        long from = events.stream().mapToLong(TimelineEvent::at).min().orElse(0);
        long to = events.stream().mapToLong(TimelineEvent::at).max().orElse(0);
        Series series = new Series(ReportData.zero(events), from, to, regions);
        JournalClocks clocks = JournalClocks.of(new Timeline(events, List.of(), false));
        for (Path journal : children(folder.journals())) {
            long offset = clocks.of(String.valueOf(journal.getFileName())).nanos();
            JournalReader.read(journal, series.in(region(journal), canaries::took), offset);
        }
        return series;
    }

    /** A journal's folder is named {@code <region>-<incarnation>}, and a region's name may hold hyphens itself. */
    private static String region(Path journal) {
        String name = journal.getFileName().toString();
        int dash = name.lastIndexOf('-');
        return dash < 0 ? name : name.substring(0, dash);
    }

    private String scenario() throws IOException {
        return Files.isRegularFile(folder.scenario())
                ? new String(Files.readAllBytes(folder.scenario()), StandardCharsets.UTF_8)
                : "";
    }

    /** What the manifest covers, and the manifest; what can be made again is no evidence. */
    private List<EvidenceFile> evidence() throws IOException {
        List<EvidenceFile> parts = new ArrayList<>();
        for (Path part : List.of(
                folder.scenario(),
                folder.timeline(),
                folder.journals(),
                folder.scans(),
                folder.samples(),
                folder.logs(),
                folder.manifest())) {
            if (Files.exists(part)) {
                parts.add(part(part));
            }
        }
        return parts;
    }

    private static EvidenceFile part(Path part) throws IOException {
        String name = part.getFileName().toString();
        int files = 0;
        long bytes = 0;
        try (Stream<Path> walk = Files.walk(part)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                files++;
                bytes += Files.size(file);
            }
        }
        return new EvidenceFile(Files.isDirectory(part) ? name + "/" : name, files, bytes, WHAT.getOrDefault(name, ""));
    }

    private static List<Path> children(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> list = Files.list(folder)) {
            return list.filter(Files::isDirectory)
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
        }
    }
}
