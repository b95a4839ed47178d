package io.firedrill.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Settings handed to Kafka as written: any key, and a text, number or boolean. */
final class ConfigForm implements Form<Map<String, String>> {

    @Override
    public Map<String, String> read(Cursor at) {
        Map<String, String> read = new LinkedHashMap<>();
        if (at.isEmpty()) {
            return read;
        }
        if (!(at.node() instanceof YamlNode.Mapping mapping)) {
            at.wrong(what(), "");
            return read;
        }
        for (YamlNode.Entry entry : mapping.entries()) {
            Cursor child = at.child(entry.key(), entry.value());
            if (entry.value() instanceof YamlNode.Scalar scalar
                    && !child.isEmpty()
                    && !entry.key().isBlank()) {
                read.put(entry.key(), scalar.text());
            } else {
                child.wrong("a text, a number, true or false", "");
            }
        }
        return read;
    }

    @Override
    public Map<String, String> fallback() {
        return Map.of();
    }

    @Override
    public String what() {
        return "a mapping from a setting's name to its value";
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", List.of("object", "null"));
        schema.put("additionalProperties", Map.of("type", List.of("string", "number", "boolean")));
        return schema;
    }

    @Override
    public boolean takesAnyKey() {
        return true;
    }
}
