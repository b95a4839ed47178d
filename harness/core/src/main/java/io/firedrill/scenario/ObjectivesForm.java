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
            if (measure.isEmpty()) {
                at.unknown(entry, Measure.names());
            } else {
                objectives.add(objective(measure.get(), at.child(entry.key(), entry.value())));
            }
        }
        return objectives;
    }

    /** What is wrong with a limit that stands alone is said of the measure. */
    private static Objective objective(Measure measure, Cursor at) {
        return at.node() instanceof YamlNode.Mapping
                ? new ObjectiveForm(measure).read(at)
                : new Objective(measure.name(), measure.limit().read(at));
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
            limit.putAll(new ObjectiveForm(measure).schema());
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
    public Optional<Form<?>> child(String key) {
        return Measure.named(key).map(ObjectiveForm::new);
    }
}
