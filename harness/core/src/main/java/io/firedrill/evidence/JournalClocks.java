package io.firedrill.evidence;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How the clocks of journals stand to that of the timeline (MEASURES.md, 1). A journal of which nothing was measured is of the timeline's
 * clock, which all processes of one host share. Of one that was measured more than once, since clocks drift apart, the offset may have been
 * anywhere in between.
 */
public final class JournalClocks {

    /** All journals are of the timeline's clock. */
    public static final JournalClocks ONE = new JournalClocks(Map.of());

    /** No two clocks of machines are further apart, nor is a drill longer: some 36 years. */
    private static final long MOST = 1L << 60;

    private static final Offset NONE = new Offset(0, 0);

    private final Map<String, Offset> measured;

    /**
     * Of one journal's clock.
     *
     * @param nanos to add to the journal's times to get those of the timeline
     * @param plusMinus by how much that may be wrong
     */
    public record Offset(long nanos, long plusMinus) {
        private Offset around(Offset other) {
            long lowest = Math.min(nanos - plusMinus, other.nanos - other.plusMinus);
            long highest = Math.max(nanos + plusMinus, other.nanos + other.plusMinus);
            return new Offset(lowest + (highest - lowest) / 2, (highest - lowest + 1) / 2);
        }
    }

    private JournalClocks(Map<String, Offset> measured) {
        this.measured = measured;
    }

    /** As the timeline says; what is {@link #sound} at least. */
    public static JournalClocks of(Timeline timeline) {
        Map<String, Offset> measured = new HashMap<>();
        timeline.all(TimelineEvent.ClockMeasured.class)
                .filter(JournalClocks::sound)
                .forEach(event -> measured.merge(
                        event.region() + "-" + event.incarnation(),
                        new Offset(event.offsetNanos(), event.plusMinusNanos()),
                        Offset::around));
        return new JournalClocks(measured);
    }

    /** Whether this can have been measured. */
    public static boolean sound(TimelineEvent.ClockMeasured event) {
        return event.plusMinusNanos() >= 0
                && event.plusMinusNanos() < MOST
                && event.offsetNanos() > -MOST
                && event.offsetNanos() < MOST;
    }

    /** Of the journal in a folder of this name. */
    public Offset of(String journal) {
        return measured.getOrDefault(journal, NONE);
    }

    /** By how much a time between two facts may be wrong that stand in any two journals, or in a journal and the timeline, nanoseconds. */
    public long bound() {
        List<Long> widest = measured.values().stream()
                .map(Offset::plusMinus)
                .sorted((one, other) -> Long.compare(other, one))
                .limit(2)
                .toList();
        return widest.stream().mapToLong(Long::longValue).sum();
    }
}
