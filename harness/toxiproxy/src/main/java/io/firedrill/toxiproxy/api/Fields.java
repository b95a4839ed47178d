package io.firedrill.toxiproxy.api;

import io.firedrill.toxiproxy.proxy.Refusal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeType;
import tools.jackson.databind.node.MissingNode;

/**
 * The fields of a JSON object as Go reads them: names in any case, unknown ones passed over, null as if left out, and the
 * last one wins. A value of the wrong kind is a refusal with status 400.
 */
final class Fields {
    private final JsonNode object;

    /** @param node an object, or null or missing for an object without fields */
    Fields(JsonNode node) throws Refusal {
        if (!node.isObject() && !node.isNull() && !node.isMissingNode()) {
            throw bad("found " + kind(node) + ", expected an object");
        }
        this.object = node;
    }

    @Nullable
    String text(String name) throws Refusal {
        JsonNode node = find(name);
        if (node == null) {
            return null;
        }
        if (!node.isString()) {
            throw bad(name + " is " + kind(node) + ", expected a string");
        }
        return node.stringValue();
    }

    @Nullable
    Boolean flag(String name) throws Refusal {
        JsonNode node = find(name);
        if (node == null) {
            return null;
        }
        if (!node.isBoolean()) {
            throw bad(name + " is " + kind(node) + ", expected true or false");
        }
        return node.booleanValue();
    }

    @Nullable
    Double number(String name) throws Refusal {
        JsonNode node = find(name);
        if (node == null) {
            return null;
        }
        if (!node.isNumber()) {
            throw bad(name + " is " + kind(node) + ", expected a number");
        }
        return node.decimalValue().doubleValue(); // of what is too large, infinity, which its bounds refuse
    }

    @Nullable
    Long integer(String name) throws Refusal {
        JsonNode node = find(name);
        if (node == null) {
            return null;
        }
        if (!node.isIntegralNumber()) {
            String found = node.isNumber() ? node.toString() : kind(node);
            throw bad(name + " is " + found + ", expected a whole number in plain digits");
        }
        BigInteger value = node.bigIntegerValue();
        if (value.bitLength() > 63) {
            throw bad(name + " is " + value + ", expected a whole number of 64 bits");
        }
        return value.longValueExact();
    }

    Fields object(String name) throws Refusal {
        JsonNode node = find(name);
        return new Fields(node == null ? MissingNode.getInstance() : node);
    }

    /** The whole numbers among the named fields. */
    Map<String, Long> integers(Iterable<String> names) throws Refusal {
        Map<String, Long> found = new LinkedHashMap<>();
        for (String name : names) {
            Long value = integer(name);
            if (value != null) {
                found.put(name, value);
            }
        }
        return found;
    }

    private @Nullable JsonNode find(String name) {
        JsonNode found = null;
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (field.getKey().equalsIgnoreCase(name) && !field.getValue().isNull()) {
                found = field.getValue();
            }
        }
        return found;
    }

    static String kind(JsonNode node) {
        return node.getNodeType() == JsonNodeType.ARRAY
                ? "an array"
                : node.getNodeType() == JsonNodeType.OBJECT
                        ? "an object"
                        : "a " + node.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
    }

    static Refusal bad(String what) {
        return new Refusal(400, "bad request body: " + what);
    }
}
