package io.firedrill.toxiproxy.api;

import io.firedrill.toxiproxy.proxy.Proxies;
import io.firedrill.toxiproxy.proxy.Proxy;
import io.firedrill.toxiproxy.proxy.Refusal;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The calls about proxies. */
final class ProxyCalls {
    private final Proxies proxies;

    ProxyCalls(Proxies proxies) {
        this.proxies = proxies;
    }

    CompletableFuture<Answer> list(List<String> names, ByteBuf body) {
        ObjectNode all = Json.object();
        proxies.all().forEach(proxy -> all.set(proxy.name(), Json.proxy(proxy)));
        return CompletableFuture.completedFuture(Answer.json(200, all));
    }

    CompletableFuture<Answer> create(List<String> names, ByteBuf body) throws Refusal {
        Proxies.Plan plan = plan(Json.read(body), "");
        return proxies.create(plan).thenApply(proxy -> Answer.json(201, Json.proxy(proxy)));
    }

    private static Proxies.Plan plan(JsonNode node, String where) throws Refusal {
        Fields fields = new Fields(node);
        String name = fields.text("name");
        String listen = fields.text("listen");
        String upstream = fields.text("upstream");
        Boolean enabled = fields.flag("enabled");
        return new Proxies.Plan(
                required("name", name, where),
                Objects.requireNonNullElse(listen, ""),
                required("upstream", upstream, where),
                enabled == null || enabled);
    }

    private static String required(String field, @Nullable String value, String where) throws Refusal {
        if (value == null || value.isEmpty()) {
            throw new Refusal(400, "missing required field: " + field + where);
        }
        return value;
    }

    CompletableFuture<Answer> show(List<String> names, ByteBuf body) throws Refusal {
        return CompletableFuture.completedFuture(Answer.json(200, Json.proxy(proxies.get(names.get(0)))));
    }

    CompletableFuture<Answer> update(List<String> names, ByteBuf body) throws Refusal {
        proxies.get(names.get(0));
        Fields fields = new Fields(Json.read(body));
        Proxies.Change change = new Proxies.Change(
                fields.text("listen"), fields.text("upstream"), fields.flag("enabled"), fields.flag("refuse"));
        return proxies.update(names.get(0), change).thenApply(proxy -> Answer.json(200, Json.proxy(proxy)));
    }

    CompletableFuture<Answer> delete(List<String> names, ByteBuf body) {
        return proxies.delete(names.get(0)).thenApply(nothing -> Answer.empty(204));
    }

    CompletableFuture<Answer> reset(List<String> names, ByteBuf body) {
        return proxies.reset().thenApply(nothing -> Answer.empty(204));
    }

    CompletableFuture<Answer> populate(List<String> names, ByteBuf body) {
        return populate(body).thenApply(ProxyCalls::populated);
    }

    /** Makes the proxies of a JSON array. */
    CompletableFuture<Proxies.Populated> populate(ByteBuf body) {
        try {
            return proxies.populate(plans(Json.read(body)));
        } catch (Refusal e) {
            return CompletableFuture.completedFuture(new Proxies.Populated(List.of(), e));
        }
    }

    private static List<Proxies.Plan> plans(JsonNode node) throws Refusal {
        if (!node.isArray() && !node.isNull()) {
            throw Fields.bad("found " + Fields.kind(node) + ", expected an array");
        }
        List<Proxies.Plan> plans = new ArrayList<>();
        for (JsonNode element : node) {
            plans.add(plan(element, " at proxy " + (plans.size() + 1)));
        }
        return plans;
    }

    private static Answer populated(Proxies.Populated result) {
        Refusal refusal = result.refusal();
        ObjectNode answer = refusal == null ? Json.object() : Json.error(refusal);
        if (result.proxies().isEmpty()) {
            answer.putNull("proxies");
        } else {
            ArrayNode made = answer.putArray("proxies");
            for (Proxy proxy : result.proxies()) {
                made.add(Json.proxy(proxy));
            }
        }
        return Answer.json(refusal == null ? 201 : refusal.status(), answer);
    }
}
