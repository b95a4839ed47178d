package io.firedrill.scenario;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The language as JSON Schema (draft-07), for editors. Made of the same table of keys that the reader walks. */
public final class ScenarioSchema {
    private ScenarioSchema() {}

    /** The schema as pretty-printed JSON, the same text on every machine. */
    public static String json() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        schema.put("title", "Firedrill scenario");
        schema.put(
                "description",
                "Two or more Kafka regions, the services that use them, what happens to them, and the objectives. Generated; "
                        + "references and impossible values are checked by 'firedrill validate'.");
        schema.putAll(ScenarioReader.LANGUAGE.schema());
        JsonMapper mapper =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        return mapper.writeValueAsString(schema).replace("\r\n", "\n") + "\n";
    }
}
