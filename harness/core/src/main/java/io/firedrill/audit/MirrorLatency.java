package io.firedrill.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What MirrorMaker's own metric said, to stand beside the truth. RPO never comes from it: it freezes in an outage. */
final class MirrorLatency {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private MirrorLatency() {}

    /**
     * The last {@code replication-latency-ms} of each metric of the flow's source connector before T0, the largest of them. Empty
     * when there is no sample. A line that cannot be read is passed over: a sample decides nothing.
     */
    static Optional<Double> last(Path samples, TransitionFacts transition) {
        Map<String, long[]> times = new HashMap<>();
        Map<String, Double> last = new HashMap<>();
        for (Path file : files(samples)) {
            try (Stream<String> lines = Files.lines(file)) {
                lines.forEach(line -> take(line, transition, times, last));
            } catch (IOException | java.io.UncheckedIOException e) {
                continue;
            }
        }
        return last.values().stream().max(Double::compare);
    }

    private static List<Path> files(Path samples) {
        if (!Files.isDirectory(samples)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(samples)) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static void take(
            String line, TransitionFacts transition, Map<String, long[]> times, Map<String, Double> last) {
        try {
            take(JSON.readTree(line), transition, times, last);
        } catch (JacksonException e) {
            // No JSON, or a number that is too large to be a time or a latency.
            return;
        }
    }

    private static void take(
            JsonNode sample, TransitionFacts transition, Map<String, long[]> times, Map<String, Double> last) {
        JsonNode object = sample.path("object");
        JsonNode latency = sample.path("attributes").path("replication-latency-ms");
        JsonNode nanos = sample.path("nanos");
        boolean usable = object.isString()
                && ofFlow(object.stringValue(), transition)
                && latency.isNumber()
                && Double.isFinite(latency.doubleValue())
                && nanos.isIntegralNumber()
                && nanos.longValue() < transition.t0From();
        if (!usable) {
            return;
        }
        long[] latest = times.computeIfAbsent(object.stringValue(), o -> new long[] {Long.MIN_VALUE});
        if (nanos.longValue() >= latest[0]) {
            latest[0] = nanos.longValue();
            last.put(object.stringValue(), latency.doubleValue());
        }
    }

    private static boolean ofFlow(String object, TransitionFacts transition) {
        List<String> properties =
                List.of(object.substring(object.indexOf(':') + 1).split(","));
        return properties.contains("type=MirrorSourceConnector")
                && properties.contains("source=" + transition.from())
                && properties.contains("target=" + transition.to());
    }
}
