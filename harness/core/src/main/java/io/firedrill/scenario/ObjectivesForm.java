package io.firedrill.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code rto.service: 30s}: a limit for each measure, in the order of the file. */
final class ObjectivesForm implements Form<List<Objective>> {

    @Override
    public List<Objective> read(Cursor at) {
        List<Objective> objectives = new ArrayList<>();
        if (at.isEmpty()) {
            return objectives;
        }
        if (!(at.node() instanceof YamlNode.Mapping mapping)) {
            at.wrong(what(), "");
            return objectives;
        }
        for (YamlNode.Entry entry : mapping.entries()) {
            Optional<Measure> measure = Measure.named(entry.key());
            if (Measure.LATER.contains(entry.key())) {
                at.later(entry.keyPosition(), entry.key(), Measure.names());
            } else if (measure.isEmpty()) {
                at.unknown(entry, Measure.names());
            } else {
                Form<Objective.Limit> limit = measure.get().limit();
                objectives.add(new Objective(entry.key(), limit.read(at.child(entry.key(), entry.value()))));
            }
        }
        return objectives;
    }

    @Override
    public List<Objective> fallback() {
        return List.of();
    }

    @Override
    public String what() {
        return "a mapping from a measure's name to its limit";
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (Measure measure : Measure.ALL) {
            Map<String, Object> limit = new LinkedHashMap<>();
            limit.put("description", measure.meaning());
            limit.putAll(measure.limit().schema());
            properties.put(measure.name(), limit);
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", List.of("object", "null"));
        schema.put("properties", properties);
        schema.put("additionalProperties", false);
        return schema;
    }

    @Override
    public List<String> keys(YamlNode node) {
        return Measure.names();
    }

    @Override
    public List<String> laterKeys() {
        return Measure.LATER;
    }

    @Override
    public Optional<Form<?>> child(String key) {
        return Measure.named(key).map(Measure::limit);
    }
}
