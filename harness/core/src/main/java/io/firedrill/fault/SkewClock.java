package io.firedrill.fault;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.scenario.FaultCheck;
import io.firedrill.scenario.FaultWord;
import io.firedrill.scenario.Fields;
import io.firedrill.scenario.Key;
import io.firedrill.scenario.Scalars;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Shifts the timestamps that the producers of a region's services give their records, as a wrong clock there would. Nothing else is
 * shifted: consumers, stores, durations, schedules and brokers go by this machine's clock. Its effect: a record shows it.
 */
public record SkewClock(String region, Duration by, Direction direction) implements Fault {
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(5);
    private static final int LOOKS = 3;

    /** Which way timestamps are wrong. */
    public enum Direction {
        AHEAD,
        BEHIND
    }

    /** Its word in the language. */
    public static final class Word extends FaultWord<SkewClock> {
        private final Key<String> region = required("region", Scalars.REGION, "the region");
        private final Key<Duration> by = required("by", Scalars.POSITIVE_DURATION, "how far");
        private final Key<Direction> direction = optional(
                "direction",
                Scalars.oneOf(Direction.class),
                Direction.AHEAD,
                "ahead",
                "of this machine's clock, or behind it");

        /** For the service loader. */
        public Word() {
            super(
                    "skew-clock",
                    SkewClock.class,
                    "a region whose producers stamp wrongly",
                    "shifts the timestamps that a region's producers give their records, ahead or behind, and nothing else",
                    "{ region: us-east, by: 5s }");
        }

        @Override
        protected SkewClock build(Fields in) {
            return new SkewClock(in.get(region), in.get(by), in.get(direction));
        }

        @Override
        protected void check(SkewClock fault, FaultCheck in) {
            in.region("region", fault.region());
        }
    }

    @Override
    public String key() {
        return "skew-clock";
    }

    @Override
    public String target() {
        return region;
    }

    @Override
    public String wording() {
        return region + ": its producers stamp their records " + millis(by) + " " + Scalars.word(direction);
    }

    @Override
    public Optional<String> sets() {
        return Optional.of("the record timestamps of the producers of " + region);
    }

    @Override
    public FaultReceipt apply(FaultSite site, Lifting lifting) throws Exception {
        Duration ahead = direction == Direction.AHEAD ? by : by.negated();
        lifting.add(() -> setRight(site));
        long called = site.now();
        if (!site.setClock(region, ahead)) {
            throw new IllegalStateException("no services run in " + region + ", so none stamps records");
        }
        long returned = site.now();
        Optional<Duration> seen = Optional.empty();
        // What was stamped before it was set may still arrive.
        for (int look = 0; look < LOOKS && !shows(seen, ahead); look++) {
            seen = site.clockAhead(region, SEEN_WITHIN);
        }
        boolean observed = shows(seen, ahead);
        return new FaultReceipt(
                key(),
                target(),
                "by: " + millis(by) + " " + Scalars.word(direction),
                "an offset on the timestamps that the producers give their records",
                called,
                returned,
                List.of("producers of " + region),
                observed,
                called,
                site.now(),
                seen.map(offset -> "the timestamp of a record was " + millis(offset) + " ahead of this machine's clock")
                        .orElse("no record of the producers of " + region + " arrived within "
                                + LOOKS * SEEN_WITHIN.toSeconds() + " s, so none shows it"));
    }

    /** A record is stamped some time after it was intended, never half the skew. */
    private static boolean shows(Optional<Duration> seen, Duration ahead) {
        return seen.filter(offset ->
                        2 * offset.minus(ahead).abs().toNanos() < ahead.abs().toNanos())
                .isPresent();
    }

    private String setRight(FaultSite site) throws Exception {
        return site.setClock(region, Duration.ZERO)
                ? "the producers of " + region + " stamp their records by this machine's clock again"
                : "no services run in " + region + " any more; the offset went with them";
    }

    private static String millis(Duration time) {
        return time.toMillis() + " ms";
    }
}
