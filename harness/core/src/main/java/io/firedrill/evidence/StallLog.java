package io.firedrill.evidence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * When one process did not run although it wanted to, as its stall meter noted it ({@code io.firedrill.launch.StallMeter} says how).
 *
 * @param file its name in the folder of logs
 * @param process what fault receipts call the process; empty when the file does not say
 * @param measured whether the process is part of what is measured (a broker, MirrorMaker), not of what measures
 * @param stalls in the order they were noted
 * @param problems a sentence for each line that can't be read; a process that is killed may leave half a line at the end
 */
public record StallLog(String file, String process, boolean measured, List<Entry> stalls, List<String> problems) {
    /** How the files' names end. */
    public static final String SUFFIX = "-stalls.jsonl";

    /** How the harness's own file is called, without the ending. */
    public static final String HARNESS = "harness";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String KAFKA = "kafka";
    private static final long NANOS_A_MILLI = 1_000_000;

    /**
     * A stall.
     *
     * @param from monotonic nanoseconds of the host's clock
     * @param nanos its length
     * @param collecting of it in garbage collections of the process itself, nanoseconds
     */
    public record Entry(long from, long nanos, long collecting) {}

    public StallLog {
        stalls = List.copyOf(stalls);
        problems = List.copyOf(problems);
    }

    /** Reads a file. Never throws for what it finds. */
    public static StallLog read(Path path) {
        String file = String.valueOf(path.getFileName());
        String text;
        try {
            text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return new StallLog(
                    file,
                    "",
                    false,
                    List.of(),
                    List.of(file + " cannot be read (" + e.getClass().getSimpleName() + ")"));
        }
        String process = "";
        boolean measured = false;
        List<Entry> stalls = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        List<String> lines = text.lines().toList();
        boolean cut = !text.isEmpty() && !text.endsWith("\n");
        for (int i = 0; i < lines.size() - (cut ? 1 : 0); i++) {
            JsonNode line = parsed(lines.get(i));
            JsonNode name = line.path("process");
            JsonNode nanos = line.path("nanos");
            JsonNode millis = line.path("millis");
            if (name.isString()) {
                process = name.stringValue();
                measured = line.path("of").isString()
                        && line.path("of").stringValue().equals(KAFKA);
            } else if (nanos.isIntegralNumber() && millis.isIntegralNumber() && !process.isEmpty()) {
                long length = millis.longValue() * NANOS_A_MILLI;
                long collecting = line.path("collectingMillis").asLong(0) * NANOS_A_MILLI;
                stalls.add(new Entry(nanos.longValue(), length, Math.max(0, Math.min(length, collecting))));
            } else {
                problems.add("line " + (i + 1) + " of " + file + " is no stall");
            }
        }
        return new StallLog(file, process, measured, stalls, problems);
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (JacksonException e) {
            return JSON.nullNode();
        }
    }
}
