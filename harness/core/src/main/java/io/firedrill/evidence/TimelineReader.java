package io.firedrill.evidence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Reads {@code timeline.jsonl}. A line that cannot be read is reported and skipped; a missing newline at the end is a cut line. */
public final class TimelineReader {

    private static final ObjectReader EVENT = JsonMapper.builder().build().readerFor(TimelineEvent.class);

    private TimelineReader() {}

    /** Never throws for what it finds: an absent or unreadable file is a problem of the timeline. */
    public static Timeline read(Path file) {
        List<TimelineEvent> events = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        String text;
        try {
            text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            problems.add(
                    Files.exists(file)
                            ? "timeline.jsonl cannot be read (" + e.getClass().getSimpleName() + ")"
                            : "timeline.jsonl is missing");
            return new Timeline(events, problems, false);
        }
        int number = 0;
        int from = 0;
        while (true) {
            int to = text.indexOf('\n', from);
            if (to < 0) {
                break;
            }
            number++;
            String line = text.substring(from, to);
            from = to + 1;
            if (!line.isBlank()) {
                parse(line, number, events, problems);
            }
        }
        boolean cut = from < text.length();
        if (cut) {
            problems.add("line " + (number + 1) + " of timeline.jsonl is cut: the harness ended while it wrote it");
        }
        return new Timeline(events, problems, cut);
    }

    private static void parse(String line, int number, List<TimelineEvent> events, List<String> problems) {
        try {
            TimelineEvent event = EVENT.readValue(line);
            if (event == null) {
                problems.add("line " + number + " of timeline.jsonl is no event");
                return;
            }
            Optional<String> missing = MissingField.of((Record) event);
            if (missing.isPresent()) {
                problems.add("line " + number + " of timeline.jsonl lacks " + missing.get());
            } else {
                events.add(event);
            }
        } catch (JacksonException e) {
            problems.add("line " + number + " of timeline.jsonl is no event: " + e.getOriginalMessage());
        }
    }
}
