package io.firedrill.scenario;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations, sizes, rates and percentages as the language spells them, and what a near miss probably meant. */
final class Quantity {
    static final Pattern DURATION =
            Pattern.compile("(?=\\d)(?:(\\d{1,6})h)?(?:(\\d{1,6})m(?!s))?(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");
    static final Pattern SIZE = Pattern.compile("(\\d{1,9})(B|KiB|MiB|GiB)");
    static final Pattern BYTE_RATE = Pattern.compile(SIZE.pattern() + "/s");
    static final Pattern RATE = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)/s");
    static final Pattern PERCENT = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,6})?)%");

    private static final Pattern LOOSE = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)\\s*([a-z/%]*)");
    private static final Map<String, Integer> MILLIS = Map.ofEntries(
            Map.entry("", 1000),
            Map.entry("s", 1000),
            Map.entry("sec", 1000),
            Map.entry("secs", 1000),
            Map.entry("second", 1000),
            Map.entry("seconds", 1000),
            Map.entry("ms", 1),
            Map.entry("msec", 1),
            Map.entry("millis", 1),
            Map.entry("m", 60_000),
            Map.entry("min", 60_000),
            Map.entry("mins", 60_000),
            Map.entry("minute", 60_000),
            Map.entry("minutes", 60_000),
            Map.entry("h", 3_600_000),
            Map.entry("hour", 3_600_000),
            Map.entry("hours", 3_600_000));
    private static final Map<String, String> SIZE_UNITS = Map.ofEntries(
            Map.entry("", "B"),
            Map.entry("b", "B"),
            Map.entry("byte", "B"),
            Map.entry("bytes", "B"),
            Map.entry("k", "KiB"),
            Map.entry("kb", "KiB"),
            Map.entry("kib", "KiB"),
            Map.entry("m", "MiB"),
            Map.entry("mb", "MiB"),
            Map.entry("mib", "MiB"),
            Map.entry("g", "GiB"),
            Map.entry("gb", "GiB"),
            Map.entry("gib", "GiB"));

    private Quantity() {}

    /** {@code 250ms}, {@code 30s}, {@code 1m30s}: whole numbers, the largest unit first. */
    static Optional<Duration> duration(String text) {
        Matcher parts = DURATION.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofHours(number(parts.group(1)))
                .plusMinutes(number(parts.group(2)))
                .plusSeconds(number(parts.group(3)))
                .plusMillis(number(parts.group(4))));
    }

    /** Bytes of {@code 512B}, {@code 64KiB}. */
    static Optional<Long> size(String text) {
        Matcher parts = SIZE.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int shift =
                switch (parts.group(2)) {
                    case "KiB" -> 10;
                    case "MiB" -> 20;
                    case "GiB" -> 30;
                    default -> 0;
                };
        return Optional.of(Long.parseLong(parts.group(1)) << shift);
    }

    /** Bytes a second of {@code 1MiB/s}. */
    static Optional<Long> byteRate(String text) {
        return BYTE_RATE.matcher(text).matches() ? size(text.substring(0, text.length() - 2)) : Optional.empty();
    }

    /** A second's worth of {@code 500/s}. */
    static Optional<Double> rate(String text) {
        Matcher parts = RATE.matcher(text);
        return parts.matches() ? Optional.of(Double.parseDouble(parts.group(1))) : Optional.empty();
    }

    /** The ratio of {@code 5%}: 0.05. */
    static Optional<Double> ratio(String text) {
        Matcher parts = PERCENT.matcher(text);
        return parts.matches()
                ? Optional.of(new BigDecimal(parts.group(1)).movePointLeft(2).doubleValue())
                : Optional.empty();
    }

    static String probablyDuration(String text) {
        Matcher parts = loose(text);
        if (!parts.matches() || !MILLIS.containsKey(parts.group(2))) {
            return "";
        }
        Integer unit = MILLIS.get(parts.group(2));
        BigDecimal millis = new BigDecimal(parts.group(1)).multiply(BigDecimal.valueOf(unit == null ? 1000 : unit));
        return format(Duration.ofMillis(millis.longValue()));
    }

    static String probablySize(String text) {
        Matcher parts = loose(text);
        String unit = parts.matches() ? SIZE_UNITS.getOrDefault(parts.group(2), "") : "";
        return unit.isEmpty() || parts.group(1).contains(".") ? "" : parts.group(1) + unit;
    }

    static String probablyByteRate(String text) {
        String size = probablySize(text.strip().replaceFirst("(?i)(/s(ec(ond)?)?|ps)$", ""));
        return size.isEmpty() ? "" : size + "/s";
    }

    static String probablyRate(String text) {
        Matcher parts = loose(text);
        boolean aSecond = parts.matches() && parts.group(2).matches("|/sec|/second|/|ps|hz");
        return aSecond ? parts.group(1) + "/s" : "";
    }

    static String probablyPercent(String text) {
        Matcher parts = loose(text);
        if (!parts.matches() || !parts.group(2).matches("|%|percent")) {
            return "";
        }
        boolean ratio = parts.group(2).isEmpty() && parts.group(1).startsWith("0.");
        BigDecimal number = new BigDecimal(parts.group(1));
        return (ratio ? number.movePointRight(2).stripTrailingZeros().toPlainString() : parts.group(1)) + "%";
    }

    /** As the language spells it: {@code 1m30s}, {@code 250ms}, {@code 0s}. */
    static String format(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        var text = new StringBuilder();
        append(text, duration.toHours(), "h");
        append(text, duration.toMinutesPart(), "m");
        append(text, duration.toSecondsPart(), "s");
        append(text, duration.toMillisPart(), "ms");
        return text.toString();
    }

    private static void append(StringBuilder text, long amount, String unit) {
        if (amount > 0) {
            text.append(amount).append(unit);
        }
    }

    private static Matcher loose(String text) {
        return LOOSE.matcher(text.strip().toLowerCase(Locale.ROOT));
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
