package io.firedrill.audit;

import io.firedrill.scenario.Objective;
import io.firedrill.scenario.Scenario;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Limits of objectives, and how they and their measures are written. */
final class Limits {
    private Limits() {}

    static Optional<Objective.Limit> of(Scenario scenario, String name) {
        return scenario.objectives().stream()
                .filter(objective -> objective.name().equals(name))
                .map(Objective::limit)
                .findFirst();
    }

    static String text(Objective.Limit limit) {
        if (limit instanceof Objective.Limit.Time time) {
            return duration(time.atMost());
        }
        if (limit instanceof Objective.Limit.Ratio ratio) {
            return percent(ratio.atMost());
        }
        return Long.toString(((Objective.Limit.Count) limit).atMost());
    }

    /** {@code 250ms}, {@code 30s}, {@code 1m30s}. */
    static String duration(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis < 1000 ? millis + "ms" : seconds(millis);
        }
        long seconds = millis / 1000;
        if (seconds < 60) {
            return seconds + "s";
        }
        return seconds / 60 + "m" + (seconds % 60 == 0 ? "" : seconds % 60 + "s");
    }

    /** {@code 9.41s}; in milliseconds where the limit is below a second. */
    static String measured(double millis, Duration limit) {
        return limit.toMillis() < 1000
                ? String.format(Locale.ROOT, "%.1fms", millis)
                : String.format(Locale.ROOT, "%.2fs", millis / 1000);
    }

    static String percent(double ratio) {
        String text = String.format(Locale.ROOT, "%.3f", ratio * 100);
        return text.replaceAll("0+$", "").replaceAll("\\.$", "") + "%";
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.3fs", millis / 1000.0);
    }
}
