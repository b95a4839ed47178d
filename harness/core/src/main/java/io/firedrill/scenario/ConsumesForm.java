package io.firedrill.scenario;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code consumes: { topics: [orders], group: billing }}. */
final class ConsumesForm extends Block<ServiceSpec.Consumes> {
    private final Key<List<String>> topics = required(
            "topics",
            ListForm.atLeastOne(Scalars.TOPIC),
            "lineages it reads: each topic and its mirrored names, orders and us-east.orders");
    private final Key<String> group = required("group", Scalars.TEXT, "consumer group id, of this service alone");
    private final Key<Integer> instances =
            optional("instances", Scalars.count(1, 1000), 1, "1", "members of the group in the active region");
    private final Key<String> autoOffsetReset = optional(
            "auto-offset-reset",
            new WordForm<>(resets(), List.of()),
            "earliest",
            "earliest",
            "where a group without an offset begins");
    private final Key<Duration> handlerTime =
            optional("handler-time", Scalars.DURATION, Duration.ZERO, "0s", "how long the handler takes for a record");
    private final Key<ServiceSpec.Isolation> isolation = optional(
            "isolation",
            Scalars.oneOf(ServiceSpec.Isolation.class),
            ServiceSpec.Isolation.READ_UNCOMMITTED,
            "read-uncommitted",
            "whether it reads what was aborted or is still open as well");
    private final Key<Map<String, String>> config =
            optional("config", new ConfigForm(), Map.of(), "none", "further consumer settings");

    ConsumesForm() {
        super("what a service consumes", Later.CONSUMES);
    }

    @Override
    protected ServiceSpec.Consumes build(Fields in) {
        return new ServiceSpec.Consumes(
                in.get(topics),
                in.get(group),
                in.get(instances),
                in.get(autoOffsetReset),
                in.get(handlerTime),
                in.get(isolation),
                in.get(config));
    }

    private static Map<String, String> resets() {
        Map<String, String> words = new LinkedHashMap<>();
        List.of("earliest", "latest", "none").forEach(word -> words.put(word, word));
        return words;
    }
}
