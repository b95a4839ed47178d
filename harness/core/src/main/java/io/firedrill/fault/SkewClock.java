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
 * Sets the wall clock of a region's services wrong: the timestamps of the records they send are off by it. Durations, schedules and
 * brokers keep their clock. Its effect: a record shows it.
 */
public record SkewClock(String region, Duration by, Direction direction) implements Fault {
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(5);
    private static final int LOOKS = 3;

    /** Which way a clock is wrong. */
    public enum Direction {
        AHEAD,
        BEHIND
    }

    /** Its word in the language. */
    public static final class Word extends FaultWord<SkewClock> {
        private final Key<String> region = required("region", Scalars.REGION, "the region");
        private final Key<Duration> by = required("by", Scalars.POSITIVE_DURATION, "how far");
        private final Key<Direction> direction = optional(
                "direction", Scalars.oneOf(Direction.class), Direction.AHEAD, "ahead", "which way the clock is wrong");

        /** For the service loader. */
        public Word() {
            super(
                    "skew-clock",
                    SkewClock.class,
                    "a region whose clock is wrong",
                    "sets the wall clock of a region's services ahead or behind",
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
        return region + ": the clock of its services is " + millis(by) + " " + Scalars.word(direction);
    }

    @Override
    public Optional<String> sets() {
        return Optional.of("the clock of the services of " + region);
    }

    @Override
    public FaultReceipt apply(FaultSite site, Lifting lifting) throws Exception {
        Duration ahead = direction == Direction.AHEAD ? by : by.negated();
        lifting.add(() -> setRight(site));
        long called = site.now();
        if (!site.setClock(region, ahead)) {
            throw new IllegalStateException("no services run in " + region + ", so none has a clock to set");
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
                "an offset on the wall clock of the services' process",
                called,
                returned,
                List.of("services of " + region),
                observed,
                called,
                site.now(),
                seen.map(offset -> "the timestamp of a record was " + millis(offset) + " ahead of this machine's clock")
                        .orElse("no record of the services of " + region + " arrived within "
                                + LOOKS * SEEN_WITHIN.toSeconds() + " s, so none shows their clock"));
    }

    /** A record is stamped some time after it was intended, never half the skew. */
    private static boolean shows(Optional<Duration> seen, Duration ahead) {
        return seen.filter(offset ->
                        2 * offset.minus(ahead).abs().toNanos() < ahead.abs().toNanos())
                .isPresent();
    }

    private String setRight(FaultSite site) throws Exception {
        return site.setClock(region, Duration.ZERO)
                ? "the clock of the services of " + region + " is right again"
                : "no services run in " + region + " any more; their clock went with them";
    }

    private static String millis(Duration time) {
        return time.toMillis() + " ms";
    }
}
