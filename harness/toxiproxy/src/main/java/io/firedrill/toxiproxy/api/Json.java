package io.firedrill.toxiproxy.api;

import io.firedrill.toxiproxy.proxy.Proxy;
import io.firedrill.toxiproxy.proxy.Refusal;
import io.firedrill.toxiproxy.toxic.Toxic;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import java.io.InputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON in and out, in the fields and the order of the real server. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /** The first value of a body; what follows it is ignored, as Go's decoder does. */
    static JsonNode read(ByteBuf body) throws Refusal {
        if (!body.isReadable()) {
            throw Fields.bad("EOF");
        }
        try (InputStream in = new ByteBufInputStream(body.duplicate())) {
            JsonNode node = MAPPER.readTree(in);
            if (node.isMissingNode()) {
                throw Fields.bad("EOF");
            }
            return node;
        } catch (UnexpectedEndOfInputException e) {
            throw Fields.bad("unexpected EOF");
        } catch (JacksonException e) {
            throw Fields.bad(e.getOriginalMessage());
        } catch (java.io.IOException e) {
            throw Fields.bad(String.valueOf(e.getMessage()));
        }
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    static ObjectNode error(Refusal refusal) {
        return object().put("error", refusal.getMessage()).put("status", refusal.status());
    }

    static ObjectNode proxy(Proxy proxy) {
        ObjectNode node = object().put("name", proxy.name())
                .put("listen", proxy.listen())
                .put("upstream", proxy.upstream())
                .put("enabled", proxy.enabled());
        node.putObject("Logger");
        if (proxy.refusing()) {
            node.put("refuse", true);
        }
        node.set("toxics", toxics(proxy));
        return node;
    }

    static ArrayNode toxics(Proxy proxy) {
        ArrayNode toxics = array();
        proxy.toxics().forEach(toxic -> toxics.add(toxic(toxic)));
        return toxics;
    }

    static ObjectNode toxic(Toxic toxic) {
        ObjectNode node = object();
        ObjectNode attributes = node.putObject("attributes");
        toxic.attributes().values().forEach(attributes::put);
        node.put("name", toxic.name()).put("type", toxic.type().name()).put("stream", toxic.streamAsSent());
        if (toxic.toxicity() == Math.rint(toxic.toxicity())) {
            node.put("toxicity", (long) toxic.toxicity());
        } else {
            node.put("toxicity", toxic.toxicity());
        }
        return node;
    }
}
