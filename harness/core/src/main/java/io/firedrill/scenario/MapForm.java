package io.firedrill.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Things by name, in the order of the file. */
final class MapForm<T> implements Form<Map<String, T>> {
    /** Names of regions, services, failovers: they become host names, folders and metric labels. */
    static final Pattern KEBAB = Pattern.compile("[a-z0-9]{1,40}(-[a-z0-9]{1,40}){0,9}");
    /** Kafka's own rule for topics. */
    static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");

    private final String kind;
    private final Pattern names;
    private final String namesInWords;
    private final Form<T> value;
    private final boolean mayBeEmpty;

    private MapForm(String kind, Pattern names, String namesInWords, Form<T> value, boolean mayBeEmpty) {
        this.kind = kind;
        this.names = names;
        this.namesInWords = namesInWords;
        this.value = value;
        this.mayBeEmpty = mayBeEmpty;
    }

    static <T> MapForm<T> named(String kind, Form<T> value) {
        return new MapForm<>(kind, KEBAB, "lower-case letters, digits and single hyphens", value, false);
    }

    static <T> MapForm<T> topics(Form<T> value) {
        return new MapForm<>("topic", TOPIC, "up to 249 letters, digits, '.', '_' and '-'", value, false);
    }

    MapForm<T> orNone() {
        return new MapForm<>(kind, names, namesInWords, value, true);
    }

    @Override
    public Map<String, T> read(Cursor at) {
        Map<String, T> read = new LinkedHashMap<>();
        if (at.isEmpty() && mayBeEmpty) {
            return read;
        }
        if (!(at.node() instanceof YamlNode.Mapping mapping)) {
            at.wrong(what(), "");
            return read;
        }
        if (mapping.entries().isEmpty() && !mayBeEmpty) {
            at.wrong(what(), "");
        }
        for (YamlNode.Entry entry : mapping.entries()) {
            Cursor child = at.child(entry.key(), entry.value());
            if (!names.matcher(entry.key()).matches()) {
                String message = "'" + Excerpt.of(entry.key()) + "' cannot be the name of a " + kind;
                at.problems()
                        .add(new ScenarioProblem(
                                entry.keyPosition(), child.path(), entry.key(), namesInWords, "", message));
            }
            read.put(entry.key(), value.read(child));
        }
        return read;
    }

    @Override
    public Map<String, T> fallback() {
        return Map.of();
    }

    @Override
    public String what() {
        return "a mapping from each " + kind + "'s name to " + value.what();
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", mayBeEmpty ? List.of("object", "null") : "object");
        schema.put("propertyNames", Map.of("pattern", "^(" + names.pattern() + ")$"));
        if (!mayBeEmpty) {
            schema.put("minProperties", 1);
        }
        schema.put("additionalProperties", value.schema());
        return schema;
    }

    @Override
    public List<String> keys(YamlNode node) {
        return node instanceof YamlNode.Mapping mapping ? mapping.keys() : List.of();
    }

    @Override
    public Optional<Form<?>> child(String key) {
        return Optional.of(value);
    }
}
