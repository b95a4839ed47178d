package io.firedrill.reports;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a limit as an objective prints it. */
final class Limits {

    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(ms|s|m|min|h)");

    private Limits() {}

    /** Milliseconds of a duration such as {@code 30s} or {@code 1m30s}; empty when it is none. */
    static Optional<Double> millis(String limit) {
        String text = limit.strip();
        Matcher part = PART.matcher(text);
        double sum = 0;
        int end = 0;
        while (part.find() && text.substring(end, part.start()).isBlank()) {
            sum += Double.parseDouble(part.group(1))
                    * switch (part.group(2)) {
                        case "ms" -> 1;
                        case "s" -> 1000;
                        case "h" -> 3_600_000;
                        default -> 60_000;
                    };
            end = part.end();
        }
        return end > 0 && end == text.length() ? Optional.of(sum) : Optional.empty();
    }
}
