package io.firedrill.toxiproxy.api;

import io.firedrill.toxiproxy.proxy.Proxy;
import io.firedrill.toxiproxy.proxy.Refusal;
import io.firedrill.toxiproxy.toxic.Extras;
import io.firedrill.toxiproxy.toxic.Toxic;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.SerializableString;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** JSON in and out, in the fields and the order of the real server. */
final class Json {
    private static final BigDecimal MILLIONTH = new BigDecimal("0.000001");

    private static final JsonMapper MAPPER = JsonMapper.builder(
                    JsonFactory.builder().characterEscapes(new HtmlEscapes()).build())
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // A sentence says 1.50 or 1E+2 and not what a double makes of it.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
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

    static String text(JsonNode node) {
        return MAPPER.writeValueAsString(node);
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
        Extras extras = toxic.attributes().extras();
        if (extras.distribution() != null) {
            attributes.put("distribution", extras.distribution().label());
        }
        if (extras.seed() != null) {
            attributes.put("seed", extras.seed());
        }
        node.put("name", toxic.name()).put("type", toxic.type().name()).put("stream", toxic.streamAsSent());
        node.putRawValue("toxicity", new RawValue(number(toxic.toxicity())));
        return node;
    }

    /** As Go writes a 32-bit float: the fewest digits that tell it apart, an exponent below a millionth. */
    static String number(double value) {
        BigDecimal digits = new BigDecimal(Float.toString((float) value)).stripTrailingZeros();
        if (digits.signum() == 0 || digits.abs().compareTo(MILLIONTH) >= 0) {
            return digits.toPlainString();
        }
        String unscaled = digits.unscaledValue().toString();
        String fraction = unscaled.length() > 1 ? "." + unscaled.substring(1) : "";
        return unscaled.charAt(0) + fraction + "e-" + (digits.scale() - unscaled.length() + 1);
    }

    /** What HTML would read is escaped, as Go does. */
    private static final class HtmlEscapes extends CharacterEscapes {
        private static final long serialVersionUID = 1L;

        private static final int[] ESCAPES = standardAsciiEscapesForJSON();

        static {
            ESCAPES['<'] = ESCAPE_CUSTOM;
            ESCAPES['>'] = ESCAPE_CUSTOM;
            ESCAPES['&'] = ESCAPE_CUSTOM;
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return ESCAPES.clone();
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int character) {
            return character < ESCAPES.length && ESCAPES[character] == ESCAPE_CUSTOM
                    ? new SerializedString(String.format(Locale.ROOT, "\\u%04x", character))
                    : null;
        }
    }
}
