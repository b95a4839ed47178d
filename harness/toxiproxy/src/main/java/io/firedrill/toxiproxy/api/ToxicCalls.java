package io.firedrill.toxiproxy.api;

import io.firedrill.toxiproxy.proxy.Proxies;
import io.firedrill.toxiproxy.proxy.Proxy;
import io.firedrill.toxiproxy.proxy.Refusal;
import io.firedrill.toxiproxy.toxic.Attribute;
import io.firedrill.toxiproxy.toxic.Attributes;
import io.firedrill.toxiproxy.toxic.Direction;
import io.firedrill.toxiproxy.toxic.Distribution;
import io.firedrill.toxiproxy.toxic.Extras;
import io.firedrill.toxiproxy.toxic.InvalidToxicException;
import io.firedrill.toxiproxy.toxic.Toxic;
import io.firedrill.toxiproxy.toxic.ToxicType;
import io.firedrill.toxiproxy.toxic.ToxicTypes;
import io.netty.buffer.ByteBuf;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** The calls about the toxics of a proxy. */
final class ToxicCalls {
    private final Proxies proxies;

    ToxicCalls(Proxies proxies) {
        this.proxies = proxies;
    }

    CompletableFuture<Answer> list(List<String> names, ByteBuf body) throws Refusal {
        return CompletableFuture.completedFuture(Answer.json(200, Json.toxics(proxies.get(names.get(0)))));
    }

    CompletableFuture<Answer> create(List<String> names, ByteBuf body) throws Refusal {
        Proxy proxy = proxies.get(names.get(0));
        Fields fields = new Fields(Json.read(body));
        String typeName = Objects.requireNonNullElse(fields.text("type"), "");
        String stream = Objects.requireNonNullElse(fields.text("stream"), "downstream");
        String name = Objects.requireNonNullElse(fields.text("name"), "");
        double toxicity = toxicity(fields, 1);
        Direction direction = Direction.named(stream)
                .orElseThrow(() -> new Refusal(400, "stream was invalid, can be either upstream or downstream"));
        ToxicType type = ToxicTypes.named(typeName).orElseThrow(() -> new Refusal(400, "invalid toxic type"));
        if (name.isEmpty()) {
            name = typeName + "_" + stream;
        }
        if (proxy.toxic(name).isPresent()) {
            throw new Refusal(409, "toxic already exists");
        }
        Attributes attributes = attributes(type, Map.of(), Extras.NONE, fields.object("attributes"));
        return proxies.addToxic(proxy, new Toxic(name, type, direction, stream, toxicity, attributes))
                .thenApply(toxic -> Answer.json(200, Json.toxic(toxic)));
    }

    private static double toxicity(Fields fields, double absent) throws Refusal {
        double toxicity = Objects.requireNonNullElse(fields.number("toxicity"), absent);
        if (!(toxicity >= 0 && toxicity <= 1)) {
            throw new Refusal(400, "toxicity is " + toxicity + ", allowed is 0 to 1");
        }
        return toxicity;
    }

    private static Attributes attributes(ToxicType type, Map<String, Long> before, Extras extrasBefore, Fields given)
            throws Refusal {
        Map<String, Long> values = new LinkedHashMap<>(before);
        values.putAll(
                given.integers(type.attributes().stream().map(Attribute::name).toList()));
        try {
            return type.attributes(values, extras(type, extrasBefore, given));
        } catch (InvalidToxicException e) {
            throw new Refusal(400, String.valueOf(e.getMessage()));
        }
    }

    private static Extras extras(ToxicType type, Extras before, Fields given) throws Refusal {
        Long seed = given.integer("seed");
        Distribution distribution = before.distribution();
        String named = type.hasJitter() ? given.text("distribution") : null;
        if (named != null) {
            distribution = Distribution.named(named)
                    .orElseThrow(() -> new Refusal(
                            400,
                            type.name() + ": distribution is " + named + ", allowed is uniform, normal or pareto"));
        }
        return new Extras(seed == null ? before.seed() : seed, distribution);
    }

    CompletableFuture<Answer> show(List<String> names, ByteBuf body) throws Refusal {
        return CompletableFuture.completedFuture(Answer.json(200, Json.toxic(find(names))));
    }

    private Toxic find(List<String> names) throws Refusal {
        return proxies.get(names.get(0)).toxic(names.get(1)).orElseThrow(() -> new Refusal(404, "toxic not found"));
    }

    CompletableFuture<Answer> update(List<String> names, ByteBuf body) throws Refusal {
        Toxic toxic = find(names);
        Fields fields = new Fields(Json.read(body));
        Attributes attributes = attributes(
                toxic.type(), toxic.attributes().values(), toxic.attributes().extras(), fields.object("attributes"));
        Toxic updated = toxic.with(attributes, toxicity(fields, toxic.toxicity()));
        return proxies.updateToxic(proxies.get(names.get(0)), updated)
                .thenApply(done -> Answer.json(200, Json.toxic(done)));
    }

    CompletableFuture<Answer> delete(List<String> names, ByteBuf body) throws Refusal {
        return proxies.removeToxic(proxies.get(names.get(0)), names.get(1)).thenApply(nothing -> Answer.empty(204));
    }
}
