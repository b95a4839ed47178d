import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** See ci/same-numbers. */
final class SameNumbers {
    private static final List<String> WRONG = new ArrayList<>();

    private SameNumbers() {}

    public static void main(String[] arguments) throws Exception {
        JsonNode one = read(arguments[0]);
        JsonNode other = read(arguments[1]);
        double spread = Double.parseDouble(arguments[2]) * 1000;
        System.out.println("figures may lie apart by both of their bars, and by " + arguments[2]
                + " s more: detection, elections and reconnection scatter that much between two runs of one platform");
        say("platform", one.path("run").path("platform"), other.path("run").path("platform"));
        same("verdict", one.path("verdict"), other.path("verdict"));
        same("objectives", verdicts(one.path("objectives")), verdicts(other.path("objectives")));
        same("classes", classes(one.path("anomalies")), classes(other.path("anomalies")));
        same("transitions and their phases", phases(one), phases(other));
        for (String figure : List.of("serviceMillis", "writeMillis", "readMillis")) {
            within("rto." + figure, one.path("rto"), other.path("rto"), figure, spread);
        }
        for (String figure : List.of("oldestMillis", "prefixMillis", "mostTimeMillis")) {
            within("rpo." + figure, one.path("rpo"), other.path("rpo"), figure, spread);
        }
        for (String figure : List.of("records", "strandedRecords", "finalRecords")) {
            say("rpo." + figure, one.path("rpo").path(figure), other.path("rpo").path(figure));
        }
        same("rpo.finalRecords", one.path("rpo").path("finalRecords"), other.path("rpo").path("finalRecords"));
        same("split-brain writes", one.path("splitBrain").path("writes"), other.path("splitBrain").path("writes"));
        WRONG.forEach(wrong -> System.out.println("differs: " + wrong));
        System.exit(WRONG.isEmpty() ? 0 : 1);
    }

    private static JsonNode read(String run) throws Exception {
        return new JsonMapper().readTree(Files.readString(Path.of(run, "result.json")));
    }

    private static TreeMap<String, String> verdicts(JsonNode objectives) {
        TreeMap<String, String> verdicts = new TreeMap<>();
        objectives.forEach(objective ->
                verdicts.put(objective.path("name").asString(), objective.path("verdict").asString()));
        return verdicts;
    }

    /** What was asked of each anomaly class, and what came of it; of those that are only shown, nothing. */
    private static TreeMap<String, String> classes(JsonNode anomalies) {
        TreeMap<String, String> classes = new TreeMap<>();
        anomalies.properties().forEach(anomaly -> {
            String rule = anomaly.getValue().path("rule").asString("");
            classes.put(anomaly.getKey(), rule + " " + anomaly.getValue().path("verdict").asString(""));
        });
        return classes;
    }

    private static List<String> phases(JsonNode result) {
        List<String> phases = new ArrayList<>();
        for (JsonNode transition : result.path("transitions")) {
            phases.add(transition.path("name").asString());
            transition.path("phases").forEach(phase -> phases.add(phase.path("name").asString()));
        }
        return phases;
    }

    private static void say(String what, Object one, Object other) {
        System.out.printf("%-30s %-40s %s%n", what, one, other);
    }

    private static void same(String what, Object one, Object other) {
        if (absent(one) || absent(other)) {
            WRONG.add(what + ": " + lacking(absent(one), absent(other)));
        } else if (!one.equals(other)) {
            WRONG.add(what + ": " + one + " and " + other);
        } else {
            say(what, "the same", one.toString().length() > 60 ? "" : one);
        }
    }

    private static void within(String what, JsonNode one, JsonNode other, String figure, double spread) {
        say(
                what,
                one.path(figure) + " +- " + one.path("plusMinusMillis"),
                other.path(figure) + " +- " + other.path("plusMinusMillis"));
        boolean noFirst = absent(one.path(figure));
        boolean noSecond = absent(other.path(figure));
        if (noFirst || noSecond) {
            WRONG.add(what + ": " + lacking(noFirst, noSecond));
            return;
        }
        double bars = one.path("plusMinusMillis").asDouble(0) + other.path("plusMinusMillis").asDouble(0);
        double difference = Math.abs(one.path(figure).asDouble() - other.path(figure).asDouble());
        if (!(difference <= bars + spread)) {
            WRONG.add(what + ": " + difference + " ms apart, with bars of " + bars + " ms and a scatter of " + spread + " ms");
        }
    }

    /** What neither run has is no agreement: nothing was compared. */
    private static boolean absent(Object value) {
        return value instanceof JsonNode node && (node.isMissingNode() || node.isNull());
    }

    private static String lacking(boolean first, boolean second) {
        return "not measured in " + (first && second ? "either run" : first ? "the first run" : "the second run");
    }
}
