package io.firedrill.scenario;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The single values of the language. */
public final class Scalars {
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");

    /** A reference, a group id: text that is not blank. A number in its place must be quoted, as the schema says. */
    public static final ScalarForm<String> TEXT = new ScalarForm<>(
            "a text",
            scalar -> isText(scalar) && !scalar.text().isBlank() ? Optional.of(scalar.text()) : Optional.empty(),
            scalar ->
                    scalar.kind() == YamlNode.Scalar.Kind.TEXT || scalar.text().isBlank() ? "" : quoted(scalar.text()),
            "",
            text("minLength", 1));

    /** Reference to a region; whether there is one is checked later. */
    public static final ScalarForm<String> REGION = TEXT.called("a region's name");

    /** Reference to a topic, by its native name. */
    public static final ScalarForm<String> TOPIC = TEXT.called("a topic's name");

    public static final ScalarForm<String> NAME = new ScalarForm<>(
            "a name of lower-case letters, digits and single hyphens",
            scalar -> isText(scalar) && MapForm.KEBAB.matcher(scalar.text()).matches()
                    ? Optional.of(scalar.text())
                    : Optional.empty(),
            scalar -> kebab(scalar.text()),
            "",
            textLike(MapForm.KEBAB));

    public static final ScalarForm<Boolean> BOOLEAN = new ScalarForm<>(
            "true or false",
            scalar -> switch (scalar.text()) {
                case "true" -> scalar.kind() == YamlNode.Scalar.Kind.BOOLEAN ? Optional.of(true) : Optional.empty();
                case "false" -> scalar.kind() == YamlNode.Scalar.Kind.BOOLEAN ? Optional.of(false) : Optional.empty();
                default -> Optional.empty();
            },
            scalar -> switch (scalar.text().toLowerCase(Locale.ROOT)) {
                case "yes", "on", "true" -> "true";
                case "no", "off", "false" -> "false";
                default -> "";
            },
            false,
            Map.of("type", "boolean"));

    /** Zero or longer. */
    public static final ScalarForm<Duration> DURATION =
            duration(Duration.ZERO, "a duration of zero or more, such as 250ms, 30s or 1m30s");

    /** Longer than zero. */
    public static final ScalarForm<Duration> POSITIVE_DURATION =
            duration(Duration.ofMillis(1), "a duration longer than zero, such as 250ms, 30s or 1m30s");

    public static final ScalarForm<Double> RATE = new ScalarForm<>(
            "a rate above zero, such as 500/s",
            scalar -> Quantity.rate(scalar.text()).filter(rate -> rate > 0 && rate <= 10_000_000),
            scalar -> Quantity.rate(scalar.text()).isPresent() ? "" : Quantity.probablyRate(scalar.text()),
            1.0,
            textLike(Quantity.RATE));

    /** Bytes a second. */
    public static final ScalarForm<Long> BYTE_RATE = new ScalarForm<>(
            "bytes a second from 8KiB/s to 1GiB/s, such as 64KiB/s or 1MiB/s",
            scalar -> Quantity.byteRate(scalar.text()).filter(rate -> rate >= 8L << 10 && rate <= 1L << 30),
            scalar -> Quantity.byteRate(scalar.text()).isPresent() ? "" : Quantity.probablyByteRate(scalar.text()),
            8L << 10,
            textLike(Quantity.BYTE_RATE));

    /** One end of a network path; whether there is such a place is checked later. */
    public static final ScalarForm<Endpoint> ENDPOINT = new ScalarForm<>(
            "a region, or of a region .brokers, .controllers, .clients, .mirror or a node's id, such as us-east.1",
            scalar -> isText(scalar) ? Endpoint.parse(scalar.text()) : Optional.empty(),
            scalar -> "",
            Endpoint.region("nowhere"),
            textLike(Endpoint.FORM));

    public static final ScalarForm<Double> RATIO = new ScalarForm<>(
            "a percentage such as 5%",
            scalar -> Quantity.ratio(scalar.text()),
            scalar -> Quantity.probablyPercent(scalar.text()),
            0.0,
            textLike(Quantity.PERCENT));

    private Scalars() {}

    /** A percentage between two bounds, as a share. */
    public static ScalarForm<Double> ratio(double least, double most, String what) {
        return new ScalarForm<>(
                what,
                scalar -> Quantity.ratio(scalar.text()).filter(share -> share >= least && share <= most),
                scalar -> Quantity.ratio(scalar.text()).isPresent() ? "" : Quantity.probablyPercent(scalar.text()),
                least,
                textLike(Quantity.PERCENT));
    }

    /** A size between two bounds, in bytes. */
    public static ScalarForm<Long> size(long fewest, long most, String what) {
        return new ScalarForm<>(
                what,
                scalar -> Quantity.size(scalar.text()).filter(bytes -> bytes >= fewest && bytes <= most),
                scalar -> Quantity.size(scalar.text()).isPresent() ? "" : Quantity.probablySize(scalar.text()),
                fewest,
                textLike(Quantity.SIZE));
    }

    /** A whole number between two bounds. */
    public static ScalarForm<Long> whole(long fewest, long most) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "integer");
        schema.put("minimum", fewest);
        if (most < Long.MAX_VALUE) {
            schema.put("maximum", most);
        }
        String range = most == Long.MAX_VALUE ? "from " + fewest : "from " + fewest + " to " + most;
        return new ScalarForm<>(
                "a whole number " + range,
                scalar -> Optional.of(scalar)
                        .filter(it -> it.kind() == YamlNode.Scalar.Kind.INTEGER)
                        .map(YamlNode.Scalar::text)
                        .filter(text -> WHOLE.matcher(text).matches())
                        .map(Long::parseLong)
                        .filter(number -> number >= fewest && number <= most),
                scalar -> "",
                fewest,
                schema);
    }

    /** A whole number that fits an {@code int}. */
    public static ScalarForm<Integer> count(int fewest, int most) {
        return whole(fewest, most).as(Long::intValue);
    }

    /** One of a few whole numbers. */
    public static ScalarForm<Integer> oneOf(Integer... numbers) {
        List<Integer> allowed = List.of(numbers);
        ScalarForm<Integer> any = count(Collections.min(allowed), Collections.max(allowed));
        String last = " or " + allowed.get(allowed.size() - 1);
        return new ScalarForm<>(
                allowed.subList(0, allowed.size() - 1).stream()
                                .map(String::valueOf)
                                .collect(Collectors.joining(", "))
                        + last,
                scalar -> any.parse().apply(scalar).filter(allowed::contains),
                scalar -> "",
                allowed.get(0),
                Map.of("enum", allowed));
    }

    /** One of an enum's constants in kebab case. */
    public static <E extends Enum<E>> WordForm<E> oneOf(Class<E> type) {
        Map<String, E> words = new LinkedHashMap<>();
        for (E constant : type.getEnumConstants()) {
            words.put(word(constant), constant);
        }
        return new WordForm<>(words, List.of());
    }

    /** An enum's constant as the language spells it. */
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static ScalarForm<Duration> duration(Duration least, String what) {
        return new ScalarForm<>(
                what,
                scalar -> Quantity.duration(scalar.text())
                        .filter(it -> it.compareTo(least) >= 0 && it.compareTo(LONGEST) <= 0),
                scalar -> Quantity.duration(scalar.text()).isPresent() ? "" : Quantity.probablyDuration(scalar.text()),
                least,
                textLike(Quantity.DURATION));
    }

    private static boolean isText(YamlNode.Scalar scalar) {
        return scalar.kind() == YamlNode.Scalar.Kind.TEXT;
    }

    private static String quoted(String text) {
        return "\"" + Excerpt.of(text) + "\"";
    }

    private static String kebab(String text) {
        String words = text.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
        String kebab = words.replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return MapForm.KEBAB.matcher(kebab).matches() ? kebab : "";
    }

    /** Schema of a text that the pattern matches. */
    public static Map<String, Object> textLike(Pattern pattern) {
        return text("pattern", "^(" + pattern.pattern() + ")$");
    }

    private static Map<String, Object> text(String keyword, Object value) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "string");
        schema.put(keyword, value);
        return schema;
    }
}
