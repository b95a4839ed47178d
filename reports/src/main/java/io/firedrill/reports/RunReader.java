package io.firedrill.reports;

import io.firedrill.audit.Result;
import io.firedrill.audit.ResultJson;
import io.firedrill.evidence.JournalReader;
import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.evidence.TimelineReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads what the renderers need from a run's folder: the audit's result, and the evidence it came from. */
final class RunReader {
    private RunReader() {}

    /**
     * @throws IOException there is no readable {@code result.json}; evidence that can't be read is left out, the result says so
     */
    static ReportData read(RunFolder folder) throws IOException {
        Result result = ResultJson.read(folder.result());
        List<TimelineEvent> events = TimelineReader.read(folder.timeline()).events();
        return new ReportData(result, events, series(folder, events), scenario(folder), evidence(folder));
    }

    private static Series series(RunFolder folder, List<TimelineEvent> events) {
        List<String> regions = events.stream()
                .filter(TimelineEvent.RunStarted.class::isInstance)
                .map(TimelineEvent.RunStarted.class::cast)
                .findFirst()
                .map(start -> start.catalogue().regions())
                .orElse(List.of());
        long zero = ReportData.zero(events);
        long from = first(events, zero);
        long to = events.stream().mapToLong(TimelineEvent::at).max().orElse(zero);
        Series series = new Series(zero, from, Math.max(from + 1, to), regions);
        for (TimelineEvent event : events) {
            if (event instanceof TimelineEvent.WorkerStarted worker) {
                JournalReader.read(folder.root().resolve(worker.journal()), series.in(worker.region()));
            }
        }
        return series;
    }

    /** Nothing is sent before the load starts. */
    private static long first(List<TimelineEvent> events, long zero) {
        return events.stream()
                .filter(TimelineEvent.LoadStarted.class::isInstance)
                .mapToLong(TimelineEvent::at)
                .findFirst()
                .orElse(zero);
    }

    private static String scenario(RunFolder folder) {
        try {
            return Files.readString(folder.scenario());
        } catch (IOException e) {
            return ""; // the audit says that it is missing
        }
    }

    /** The parts that are there, in the order in which they came to be. */
    private static List<EvidenceFile> evidence(RunFolder folder) throws IOException {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("scenario.yaml", "what was asked, overrides applied");
        parts.put("timeline.jsonl", "what the conductor did and saw");
        parts.put("journals", "every send, acknowledgement, delivery and commit, by worker");
        parts.put("scans", "what every log held in the end, by region");
        parts.put("samples", "MirrorMaker's own metrics, stalls of processes");
        parts.put("logs", "logs of every process");
        parts.put("manifest.json", "SHA-256 of every part above");
        parts.put("result.json", "the audit's figures, from the parts above");
        List<EvidenceFile> files = new ArrayList<>();
        for (Map.Entry<String, String> part : parts.entrySet()) {
            Path path = folder.root().resolve(part.getKey());
            if (!Files.exists(path)) {
                continue;
            }
            int count = 0;
            long bytes = 0;
            try (Stream<Path> walk = Files.walk(path)) {
                for (Path file : walk.filter(Files::isRegularFile).toList()) {
                    count++;
                    bytes += Files.size(file);
                }
            }
            files.add(new EvidenceFile(
                    part.getKey() + (Files.isDirectory(path) ? "/" : ""), count, bytes, part.getValue()));
        }
        return files;
    }
}
