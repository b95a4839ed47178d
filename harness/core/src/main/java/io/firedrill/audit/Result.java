package io.firedrill.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.firedrill.evidence.FaultReceipt;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code result.json} (MEASURES.md, 9). Durations are milliseconds. A figure that could not be measured is {@code null}, never
 * zero.
 *
 * @param examples up to ten records of each count that counts any, by the place of the count in this result: {@code sends.failed}, and of
 *     a transition's {@code to-west.rpo.finalRecords}. Classes of anomalies and {@code rpo.records} have theirs beside them. Null in a result of
 *     a version that named none
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Result(
        int schemaVersion,
        Run run,
        Verdict verdict,
        List<ObjectiveResult> objectives,
        List<Transition> transitions,
        @Nullable Rto rto,
        @Nullable Rpo rpo,
        @Nullable Duplicates duplicates,
        @Nullable SplitBrain splitBrain,
        @Nullable Conflicts conflicts,
        Map<String, Anomaly> anomalies,
        @Nullable Sends sends,
        @Nullable Deliveries deliveries,
        @Nullable Map<String, List<String>> examples,
        Map<String, Latency> latency,
        List<Fault> faults,
        Map<String, String> environment,
        List<String> warnings,
        List<String> troubles) {

    public static final int SCHEMA_VERSION = 1;

    /** Records of a count, by its place in this result; none when it counts nothing, or nobody named any. */
    public List<String> examplesOf(String count) {
        return examples == null ? List.of() : examples.getOrDefault(count, List.of());
    }

    /** MEASURES.md, 6: FAIL beats INCONCLUSIVE beats PASS. */
    public enum Verdict {
        PASS,
        FAIL,
        INCONCLUSIVE;

        /** The verdict of both together. */
        public Verdict and(Verdict other) {
            if (this == FAIL || other == FAIL) {
                return FAIL;
            }
            return this == INCONCLUSIVE || other == INCONCLUSIVE ? INCONCLUSIVE : PASS;
        }
    }

    /** @param seconds from the first to the last line of the timeline */
    public record Run(
            String id,
            String scenario,
            String title,
            String pattern,
            String platform,
            String startedAt,
            double seconds,
            String firedrillVersion,
            Map<String, String> kafkaVersions,
            String scenarioSha256,
            long seed,
            String operator,
            String ended) {}

    /**
     * @param limit as the scenario says it, {@code 30s}
     * @param measured in the same unit, {@code 9.41s}, {@code > 120s}, {@code [3 .. 5]} or {@code not measured}
     * @param plusMinus error bar in the same unit, or empty
     * @param reason why the verdict is what it is, a sentence
     * @param because why the limit is what it is, as the scenario says; empty where it doesn't
     */
    public record ObjectiveResult(
            String name,
            String limit,
            String measured,
            String plusMinus,
            Verdict verdict,
            String reason,
            String because) {

        /** Of whose limit nobody said why. */
        public ObjectiveResult(
                String name, String limit, String measured, String plusMinus, Verdict verdict, String reason) {
            this(name, limit, measured, plusMinus, verdict, reason, "");
        }

        ObjectiveResult because(String why) {
            return new ObjectiveResult(name, limit, measured, plusMinus, verdict, reason, why);
        }
    }

    /**
     * @param kind {@code failover}, {@code switchover}, {@code failback}, {@code rollback}
     * @param falseFailover no fault called for it
     * @param points T0lo, T0, T1 ... in ms since the baseline was steady; absent: not reached
     * @param phases of {@code rto.service}, in order; they add up to it
     * @param rpo null: no failover snapshot was taken
     */
    public record Transition(
            String name,
            String kind,
            String from,
            String to,
            boolean falseFailover,
            Map<String, Double> points,
            List<Phase> phases,
            Rto rto,
            @Nullable Rpo rpo,
            List<ServiceRto> services) {}

    /** @param note what happened in it, a sentence, may be empty */
    public record Phase(String name, double startMillis, double millis, String outcome, String note) {}

    /**
     * @param recovered false: not within the window; then {@code serviceMillis} is null and {@code windowMillis} says how long
     *     was watched
     * @param longestAckGapMillis longest gap without an acknowledgement, by partition ({@code orders/3})
     * @param longestAckGapPlusMinusMillis error bar of each: the longest in the steady baseline, the clocks, the stalls in it; null in a result of a version
     *     that did not measure it
     * @param unserved intended, never acknowledged
     */
    public record Rto(
            @Nullable Double serviceMillis,
            @Nullable Double writeMillis,
            @Nullable Double readMillis,
            @Nullable Double fullMillis,
            @Nullable Double protectedMillis,
            double plusMinusMillis,
            boolean recovered,
            double windowMillis,
            Map<String, Double> longestAckGapMillis,
            @Nullable Map<String, Double> longestAckGapPlusMinusMillis,
            long unserved) {}

    /** Per service; each point is max(itself, the one before). */
    public record ServiceRto(
            String service,
            @Nullable Double serviceMillis,
            @Nullable Double writeMillis,
            @Nullable Double readMillis,
            Map<String, Double> points) {}

    /**
     * A loss reaches from what is certain to that and what may be lost as well: {@code records} to {@code records + mayRecords}, and so on;
     * in time from {@link #timeMillis} to {@code mostTimeMillis}. Of an upper end that is null nobody knows anything: the result is of a version
     * that did not measure it. Where no record is or may be lost it is 0 all the same, and never null.
     *
     * @param beforeT0 acknowledged up to T0's upper bound; a record without an acknowledgement counts by its invocation
     * @param afterT0 acknowledged later
     * @param mayBeforeT0 of {@code mayRecords} those of before T0, by the same times; null in a result of a version that did not tell
     * @param mayAfterT0 the others of {@code mayRecords}
     * @param mayBytes of the records that may be lost as well; null in a result of a version that did not count them
     * @param oldestMillis of the oldest record that is certainly lost
     * @param prefixMillis by what is certainly lost, and of what is known where it stands: a lower end
     * @param mostTimeMillis how far back the loss reaches if all is lost that may be, never less than {@link #timeMillis}; null in a result
     *     of a version that did not measure it
     * @param finalRecords lost, and in no log at the end
     * @param finalMayRecords may be lost for good as well: records that are not certainly lost, or that a log which was not read may hold;
     *     null in a result of a version that did not count them
     * @param strandedRecords lost, and in a log at the end
     * @param strandedMayRecords may be stranded as well; such a record may count as lost for good instead; null in a result of a version
     *     that did not count them
     * @param holes missing though a later one of its partition is there; included in records
     * @param mayHoles may be holes as well: records that are or may be lost, with a later one of their partition that the target may have
     *     held, or of which nobody knows what stood behind them; null in a result of a version that did not count them
     * @param partitions worst first
     * @param mirrorLatencyMillis what MirrorMaker's own metric said last before T0, max; null: no sample
     * @param mirrorLatencyShortMillis how much less that is than the truth, {@code oldestMillis}; negative: it said more
     */
    public record Rpo(
            long records,
            long mayRecords,
            long beforeT0,
            long afterT0,
            @Nullable Long mayBeforeT0,
            @Nullable Long mayAfterT0,
            long bytes,
            @Nullable Long mayBytes,
            double oldestMillis,
            double prefixMillis,
            @Nullable Double mostTimeMillis,
            double plusMinusMillis,
            long finalRecords,
            @Nullable Long finalMayRecords,
            long strandedRecords,
            @Nullable Long strandedMayRecords,
            long holes,
            @Nullable Long mayHoles,
            @Nullable Double mirrorLatencyMillis,
            @Nullable Double mirrorLatencyShortMillis,
            List<PartitionRpo> partitions,
            List<String> examples) {

        /** Nothing that is or may be lost has no upper end but 0, whether or not the version that wrote it said so. */
        public Rpo {
            if (mayRecords == 0) {
                mayBeforeT0 = mayBeforeT0 == null ? Long.valueOf(0) : mayBeforeT0;
                mayAfterT0 = mayAfterT0 == null ? Long.valueOf(0) : mayAfterT0;
            }
            if (records == 0 && mayRecords == 0) {
                mayBytes = mayBytes == null ? Long.valueOf(0) : mayBytes;
                finalMayRecords = finalMayRecords == null ? Long.valueOf(0) : finalMayRecords;
                strandedMayRecords = strandedMayRecords == null ? Long.valueOf(0) : strandedMayRecords;
                // A lower end that is no number was not measured, and then no upper end is known either.
                boolean measured = Double.isFinite(oldestMillis) && Double.isFinite(prefixMillis);
                mostTimeMillis = mostTimeMillis == null && measured ? Double.valueOf(0) : mostTimeMillis;
                mayHoles = mayHoles == null ? Long.valueOf(0) : mayHoles;
                partitions = Objects.requireNonNullElse(partitions, List.<PartitionRpo>of()).stream()
                        .map(PartitionRpo::withoutLoss)
                        .toList();
            }
        }

        /**
         * The lower end of {@code rpo.time}, which objectives hold: how far back what is certainly lost reaches, by the worse of the two ways
         * to tell.
         */
        public double timeMillis() {
            return Math.max(oldestMillis, prefixMillis);
        }
    }

    /**
     * What one native partition of the region left behind lost. A record of which nobody knows the partition is in none of them, so that
     * they may add up to less than the whole.
     *
     * @param must records that it certainly took: acknowledged, or seen, and where they stood
     * @param lost of them, those that are certainly lost
     * @param mayLost may be lost from it as well; with those that are or may be lost and whose place in the log nobody saw, where their key
     *     went to this partition otherwise. Null in a result of a version that did not count them
     * @param oldestMillis of the oldest that is certainly lost
     * @param prefixMillis by what is certainly lost
     * @param mostTimeMillis how far back its loss reaches if all is lost that may be. A record of its topic whose place nobody saw may have
     *     stood in this partition. Null in a result of a version that did not measure it
     */
    public record PartitionRpo(
            String topic,
            int partition,
            long must,
            long lost,
            @Nullable Long mayLost,
            double oldestMillis,
            double prefixMillis,
            @Nullable Double mostTimeMillis) {

        /** As it stands in a result in which nothing is or may be lost, whether or not the version that wrote it said so. */
        private PartitionRpo withoutLoss() {
            boolean measured = Double.isFinite(oldestMillis) && Double.isFinite(prefixMillis);
            return new PartitionRpo(
                    topic,
                    partition,
                    must,
                    lost,
                    mayLost == null ? Long.valueOf(0) : mayLost,
                    oldestMillis,
                    prefixMillis,
                    mostTimeMillis == null && measured ? Double.valueOf(0) : mostTimeMillis);
        }
    }

    /**
     * @param deepestRewind the most records that a group went back over at once
     * @param mostForOneRecord the most deliveries of one record to one group
     * @param deliveredBecause further deliveries by the first cause that holds ({@code log-copy}, {@code cross-region-retry}, {@code
     *     translation}, {@code rebalance}, {@code other}); null in a result of a version that did not tell them apart
     */
    public record Duplicates(
            Counted log,
            Counted delivered,
            long deepestRewind,
            long mostForOneRecord,
            @Nullable Map<String, Long> deliveredBecause) {}

    public record Counted(long count, double ratio) {}

    /**
     * @param ambiguous writes of which nobody knows whether they are one
     * @param divergenceMillis length of the divergence window, from the first to the last such write
     * @param fromMillis its start, since the baseline was steady; null: there was none
     * @param toMillis its end
     * @param bothSides how many keys were written on both sides in it
     * @param keys the first 1,000 of them by hash; {@code bothSides} says how many there are
     * @param services that wrote
     */
    public record SplitBrain(
            long writes,
            long ambiguous,
            double divergenceMillis,
            @Nullable Double fromMillis,
            @Nullable Double toMillis,
            long bothSides,
            List<String> keys,
            List<String> services) {}

    /**
     * Writes of one key in different regions of which neither knew the other (MEASURES.md, 5), and what each rule of resolution
     * would do with them.
     */
    public record Conflicts(
            long writes, long keys, RegionalAuthority regionalAuthority, LastWriterWins lastWriterWins, Merge merge) {}

    /** @param rejected conflicting writes of a region that did not own the key */
    public record RegionalAuthority(long rejected) {}

    /**
     * @param dropped conflicting writes that give way to a later one
     * @param skewed the same when one region's clock is wrong
     */
    public record LastWriterWins(long dropped, List<Skewed> skewed) {}

    /**
     * @param region whose clock is ahead
     * @param dropped as with right clocks
     * @param newestDropped of them, writes that were the newest of all they conflict with
     */
    public record Skewed(String region, double aheadMillis, long dropped, long newestDropped) {}

    /**
     * @param events conflicting writes to fold
     * @param differingKeys keys in conflict whose last value differs between the regions at the end; null: not measured, since
     *     replication did not bring the regions together
     */
    public record Merge(long events, @Nullable Long differingKeys) {}

    /**
     * @param title of the class, as {@code lost-acked}
     * @param unit {@code records}, {@code partitions}, ...
     * @param count found, for certain; null: not measured
     * @param rule {@code forbidden}, {@code bounded}, {@code expected}, {@code not-applicable}
     * @param reason why it was not measured; empty when it was
     * @param figures what else the class measures, such as the groups of R7 and the ages of C7, and what P1, R1 and R2 may have on top of their counts; null in a result of a version that
     *     did not have it
     */
    public record Anomaly(
            String title,
            String unit,
            @Nullable Long count,
            String rule,
            @Nullable Long limit,
            Verdict verdict,
            List<String> examples,
            String reason,
            @Nullable Map<String, Double> figures) {

        /** The figure of a class that is a loss: how many records more than {@code count} it may have. */
        public static final String MAY = "mayRecords";

        /** How many records more than {@code count} the class may have; 0 of a class that says nothing of that. */
        public long mayRecords() {
            return figures == null ? 0 : Math.round(figures.getOrDefault(MAY, 0.0));
        }
    }

    /**
     * @param longestAckGapMillis longest time without an acknowledgement from any region, from the steady baseline to the end of the
     *     load, by partition ({@code orders/3}): the outage, whether somebody failed over or not; null in a result of a version that did not
     *     measure it
     * @param longestAckGapPlusMinusMillis error bar of each: the longest in the steady baseline, the clocks, the stalls in it; null in a result of a version
     *     that did not measure it
     */
    public record Sends(
            long intended,
            long ok,
            long failed,
            long unknown,
            long recovered,
            long absent,
            long open,
            long unserved,
            @Nullable Map<String, Double> longestAckGapMillis,
            @Nullable Map<String, Double> longestAckGapPlusMinusMillis) {}

    /**
     * @param processed records whose handler finished and that a commit which succeeded covers; null in a result of a version that did not
     *     measure it
     */
    public record Deliveries(long total, long distinct, @Nullable Long processed, Map<String, Long> byGroup) {}

    /** HdrHistogram percentiles in milliseconds, from the intended time. */
    public record Latency(long count, double p50, double p90, double p99, double p999, double max, String what) {}

    /**
     * @param appliedAtMillis since the baseline was steady
     * @param lift how it was taken back; null when it was not, or does not last
     * @param left that it was left in place; null when it was not
     */
    public record Fault(
            FaultReceipt receipt,
            double appliedAtMillis,
            double effectMillis,
            double effectWidthMillis,
            @Nullable Lift lift,
            @Nullable Left left) {}

    /**
     * How a fault was taken back. Times since the baseline was steady.
     *
     * @param takenBackMillis taking it back began
     * @param provedMillis the last of it was proved to be gone, or could not be; null: of some of it nothing was ever proved, see the note
     * @param clean whether all of it was taken back, and whatever could be proved was
     * @param note what was done and seen, or what failed
     */
    public record Lift(double takenBackMillis, @Nullable Double provedMillis, boolean clean, String note) {}

    /**
     * That a fault was left in place when the drill was over.
     *
     * @param atMillis since the baseline was steady
     * @param why a sentence
     */
    public record Left(double atMillis, String why) {}
}
