package io.firedrill.reports;

import io.firedrill.audit.Result;
import io.firedrill.audit.Result.Anomaly;
import io.firedrill.audit.Result.Rpo;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Numbers as people read them, with their unit. A figure that was not measured is said to be so; nothing here ever yields
 * {@code null} or {@code NaN} as text.
 */
public final class Figures {

    /** What stands where a figure could not be measured. */
    public static final String NOT_MEASURED = "not measured";

    /** Behind what a result of an earlier version says is certain, where it does not say what is possible. */
    private static final String UNKNOWN_END = " (upper end not known)";

    private static final String NBSP = "\u00a0";

    private Figures() {}

    /** A duration of {@code millis}: {@code 340 ms}, {@code 9.41 s}, {@code 2 min 05 s}. */
    public static String millis(@Nullable Double millis) {
        if (millis == null || !Double.isFinite(millis)) {
            return NOT_MEASURED;
        }
        double size = Math.abs(millis);
        if (size < 999.5) {
            return decimals(millis, size < 9.95 && size > 0 ? 1 : 0) + NBSP + "ms";
        }
        if (size < 59_950) {
            return decimals(millis / 1000, size < 9_995 ? 2 : 1) + NBSP + "s";
        }
        long seconds = Math.round(size / 1000);
        String sign = millis < 0 ? "−" : "";
        if (seconds < 3600) {
            return sign + seconds / 60 + NBSP + "min" + NBSP + String.format(Locale.ROOT, "%02d", seconds % 60) + NBSP
                    + "s";
        }
        return sign + seconds / 3600 + NBSP + "h" + NBSP + String.format(Locale.ROOT, "%02d", seconds % 3600 / 60)
                + NBSP + "min";
    }

    /** How many of a canary's tries were answered, and how fast. */
    public static String tries(CanaryTries.Tries tries) {
        if (tries.count() == 0) {
            return "no try";
        }
        return count(tries.answered()) + " of " + count(tries.count())
                + (tries.medianMillis() == null ? "" : ", " + millis(tries.medianMillis()));
    }

    /** How many of a class were found, from what is certain to what may be: {@code 3} or {@code 3..5}. */
    public static String found(Anomaly anomaly) {
        Long count = anomaly.count();
        return count == null ? NOT_MEASURED : between(count, anomaly.mayRecords());
    }

    /**
     * What a class measures beside its count, by name: {@code p50Millis} is a duration, the rest are counts. How many more there may be
     * stands in the count.
     */
    public static String named(@Nullable Map<String, Double> figures) {
        if (figures == null) {
            return "";
        }
        return new TreeMap<>(figures)
                .entrySet().stream()
                        .filter(figure -> !figure.getKey().equals(Anomaly.MAY))
                        .map(figure -> figure.getKey().endsWith("Millis")
                                ? words(figure.getKey()
                                                .substring(0, figure.getKey().length() - "Millis".length()))
                                        + NBSP
                                        + millis(figure.getValue())
                                : words(figure.getKey()) + NBSP + count(Math.round(figure.getValue())))
                        .collect(Collectors.joining(", "));
    }

    private static String words(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    }

    /** A length that somebody chose, such as a limit or a window: {@code 60 s}, {@code 2 min}, {@code 1.5 s}. */
    public static String span(double millis) {
        if (!Double.isFinite(millis)) {
            return NOT_MEASURED;
        }
        if (millis >= 120_000 && millis % 60_000 == 0) {
            return count(Math.round(millis / 60_000)) + NBSP + "min";
        }
        return millis >= 1000 && millis < 600_000 && millis % 1000 == 0
                ? Math.round(millis / 1000) + NBSP + "s"
                : millis(millis);
    }

    /** The entry of a partition and its error bar, where the result has any. */
    public static String gap(Map.Entry<String, Double> gap, @Nullable Map<String, Double> bars) {
        return bars == null || !bars.containsKey(gap.getKey())
                ? millis(gap.getValue())
                : millisWithError(gap.getValue(), bars.get(gap.getKey()));
    }

    /** A duration and its error bar, to the digit that the error allows: {@code 9.4 s ± 0.3 s}. */
    public static String millisWithError(@Nullable Double millis, double plusMinus) {
        String error = plusMinus(plusMinus);
        return error.isEmpty() ? millis(millis) : valueToError(millis, plusMinus) + " " + error;
    }

    /** The value alone, rounded to the digit that its error bar allows: {@code 9.4 s}. */
    public static String valueToError(@Nullable Double millis, double plusMinus) {
        if (millis == null || !Double.isFinite(millis) || Math.abs(millis) < 1000 || Math.abs(millis) >= 59_950) {
            return millis(millis);
        }
        return decimals(millis / 1000, plusMinus >= 100 ? 1 : 2) + NBSP + "s";
    }

    /** {@code ± 0.3 s}, or empty when there is no error to speak of. */
    public static String plusMinus(double millis) {
        if (!Double.isFinite(millis) || millis <= 0) {
            return "";
        }
        return "±" + NBSP
                + (millis >= 100 && millis < 59_950 ? decimals(millis / 1000, 1) + NBSP + "s" : millis(millis));
    }

    /** When a lift was proved, or seen not to be clean: {@code proved 340 ms later}; or that nothing proves all of it. */
    public static String proved(Result.Lift lift) {
        Double proved = lift.provedMillis();
        return proved == null
                ? (lift.clean() ? "" : "not clean, and ") + "of some of it nothing proves that it is gone"
                : (lift.clean() ? "proved " : "seen ") + millis(proved - lift.takenBackMillis()) + " later";
    }

    /** A moment on the drill's clock, which is 0 when the baseline was steady: {@code +12.3 s}, {@code −4.0 s}. */
    public static String moment(@Nullable Double millis) {
        if (millis == null || !Double.isFinite(millis)) {
            return NOT_MEASURED;
        }
        return (millis < 0 ? "" : "+") + decimals(millis / 1000, 2) + NBSP + "s";
    }

    /** A whole number with its thousands set apart. */
    public static String count(@Nullable Long count) {
        return count == null ? NOT_MEASURED : String.format(Locale.ROOT, "%,d", count);
    }

    /** {@code 1 record}, {@code 12,345 records}. */
    public static String count(long count, String one, String many) {
        return count(count) + NBSP + (count == 1 ? one : many);
    }

    /**
     * A loss between what is certain and what is possible: {@code 3} or {@code 3..5}.
     *
     * @param may null in a result of a version that did not count it, which is not nothing
     */
    public static String between(long must, @Nullable Long may) {
        return may == null
                ? count(must) + UNKNOWN_END
                : may == 0 ? count(must) : count(must) + ".." + count(must + may);
    }

    /** As {@link #between(long, Long)}, of bytes: {@code 1.8 KiB} or {@code 1.8 KiB..3 KiB}. */
    public static String bytesBetween(long must, @Nullable Long may) {
        return may == null ? bytes(must) + UNKNOWN_END : range(bytes(must), bytes(must + may));
    }

    /**
     * How far back a loss reaches, between what is certain and what is possible, to the digit that the error bar allows: {@code 84 ms} or
     * {@code 84 ms..8.2 s}.
     */
    public static String timeBetween(Rpo rpo) {
        String least = valueToError(rpo.timeMillis(), rpo.plusMinusMillis());
        if (!Double.isFinite(rpo.timeMillis())) {
            return least;
        }
        return rpo.mostTimeMillis() == null
                ? least + UNKNOWN_END
                : range(least, valueToError(rpo.mostTimeMillis(), rpo.plusMinusMillis()));
    }

    private static String range(String least, String most) {
        return least.equals(most) ? least : least + ".." + most;
    }

    /** A share of one as per cent: {@code 0.6 %}. */
    public static String percent(double ratio) {
        if (!Double.isFinite(ratio)) {
            return NOT_MEASURED;
        }
        double percent = ratio * 100;
        int digits = percent == 0 || percent >= 99.5 ? 0 : percent >= 9.95 ? 1 : percent >= 0.095 ? 2 : 3;
        return decimals(percent, digits) + NBSP + "%";
    }

    /** {@code 512 B}, {@code 1.2 MiB}. */
    public static String bytes(long bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        double size = bytes;
        int unit = 0;
        while (Math.abs(size) >= 1024 && unit < units.length - 1) {
            size /= 1024;
            unit++;
        }
        return decimals(size, unit == 0 || size >= 100 ? 0 : 1) + NBSP + units[unit];
    }

    /** A moment of the wall clock, {@code 2026-08-01 09:30:12 UTC}; another text than an instant stays as it is. */
    public static String instant(@Nullable String instant) {
        try {
            return Instant.parse(text(instant))
                            .truncatedTo(ChronoUnit.SECONDS)
                            .toString()
                            .replace('T', ' ')
                            .replace("Z", "")
                    + NBSP + "UTC";
        } catch (DateTimeParseException e) {
            return text(instant);
        }
    }

    /** Text that may be missing from an older or a damaged file. */
    public static String text(@Nullable String text) {
        return text == null || text.isBlank() ? "not recorded" : text;
    }

    /** A number with at most {@code digits} decimals and a true minus sign. */
    static String decimals(double value, int digits) {
        String text = String.format(Locale.ROOT, "%,." + digits + "f", Math.abs(value));
        boolean zero = text.chars().noneMatch(c -> c >= '1' && c <= '9');
        return value < 0 && !zero ? "−" + text : text;
    }
}
