package io.firedrill.region;

import io.firedrill.region.engine.FakeEngine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Containers, networks and volumes of a fake engine: made, listed and removed as an engine does it. An id is the name. */
final class FakeThings {
    static final String CONTAINERS = "containers";
    static final String NETWORKS = "networks";
    static final String VOLUMES = "volumes";

    private static final JsonMapper JSON = new JsonMapper();

    /** By kind and id: labels. */
    private final Map<String, Map<String, Map<String, String>>> things = Map.of(
            CONTAINERS, new ConcurrentSkipListMap<>(),
            NETWORKS, new ConcurrentSkipListMap<>(),
            VOLUMES, new ConcurrentSkipListMap<>());

    FakeThings(FakeEngine fake) {
        fake.on("GET /containers/json", call -> "200 " + listed(CONTAINERS, call));
        fake.on("GET /networks", call -> "200 " + listed(NETWORKS, call));
        fake.on("GET /volumes", call -> "200 {\"Volumes\":" + listed(VOLUMES, call) + "}");
        things.forEach((kind, those) -> fake.on(
                "DELETE /" + kind + "/", call -> those.remove(call.split("[ /?]")[3]) == null ? "404 {}" : "204 "));
        fake.on(
                "POST /networks/create",
                call -> made(NETWORKS, body(call).path("Name").asString(), call));
        fake.on("POST /containers/create", call -> made(CONTAINERS, call.split("name=| ")[2], call));
    }

    private String made(String kind, String id, String call) {
        Map<String, String> labels = new LinkedHashMap<>();
        body(call)
                .path("Labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asString()));
        of(kind).put(id, labels);
        return "201 {\"Id\":\"" + id + "\"}";
    }

    /** The JSON that a call came with. */
    static JsonNode body(String call) {
        return JSON.readTree(call.substring(call.indexOf(" {") + 1));
    }

    /** Labels by id. */
    Map<String, Map<String, String>> of(String kind) {
        return things.getOrDefault(kind, Map.of());
    }

    /** Whether nothing of any kind is there. */
    boolean none() {
        return things.values().stream().allMatch(Map::isEmpty);
    }

    private String listed(String kind, String call) {
        return of(kind).entrySet().stream()
                .filter(one -> !call.contains("%3D")
                        || call.contains("%3D" + one.getValue().getOrDefault(ContainerLabels.RUN, "?")))
                .map(one -> JSON.writeValueAsString(Map.of(
                        "Id",
                        one.getKey(),
                        "Name",
                        one.getKey(),
                        "Names",
                        List.of("/" + one.getKey()),
                        "Labels",
                        one.getValue())))
                .collect(Collectors.joining(",", "[", "]"));
    }
}
