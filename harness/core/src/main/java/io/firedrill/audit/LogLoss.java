package io.firedrill.audit;

import io.firedrill.evidence.TimelineEvent.SnapshotTaken;
import io.firedrill.scenario.TopicSpec;
import java.util.Optional;

/** Which records a log may have had that it does not show at the end: by retention, compaction, new disks, or a fault that costs them. */
final class LogLoss {
    private final Facts facts;
    private final Story story;

    LogLoss(Facts facts, Story story) {
        this.facts = facts;
        this.story = story;
    }

    /** Whether the record was acknowledged at an offset that its native log does not have any more. */
    boolean expired(Sends sends, int row) {
        if (!sends.ok(row)) {
            return false;
        }
        ScanLog log = facts.knownScanLog(sends.region, sends.ackTopic(row), sends.partition(row));
        return log != null && sends.offset(row) < log.start();
    }

    /**
     * Whether retention or compaction may have removed the record from its native log. Of a recovered one nobody knows the offset, so
     * it may be any beginning that is gone.
     */
    boolean removable(Sends sends, int row) {
        return expired(sends, row)
                || compacted(sends.topic(row))
                || !sends.ok(row) && beginningGone(sends.region, sends.topic(row));
    }

    private boolean beginningGone(int region, int topic) {
        return facts.scanLogs().stream().anyMatch(log -> log.region == region && log.topic == topic && log.start() > 0);
    }

    private boolean compacted(int topic) {
        TopicSpec spec = story.scenario()
                .topics()
                .get(facts.catalogue().topics().get(topic).name());
        return spec != null && spec.config().getOrDefault("cleanup.policy", "").contains("compact");
    }

    /**
     * Whether the region's topic may have had records that its logs do not show any more: they began anew, their beginning is gone, they
     * are compacted, or a fault hit them that costs acknowledged records.
     */
    boolean mayHaveLost(int region, int topic) {
        return compacted(topic) || mayHaveLost(region, topic, Long.MIN_VALUE);
    }

    /** As the other, since a moment and without compaction, which leaves the last record of each key. */
    boolean mayHaveLost(int region, int topic, long since) {
        return renewed(region, topic) > since
                || beginningGone(region, topic)
                || story.mayHaveLost(
                        facts.catalogue().regions().get(region),
                        facts.catalogue().topics().get(topic).name(),
                        since);
    }

    /** See {@link Story#offsetsTakenAgain}. */
    long offsetsTakenAgain(int region, int topic, long since) {
        return story.offsetsTakenAgain(
                facts.catalogue().regions().get(region),
                facts.catalogue().topics().get(topic).name(),
                since);
    }

    /** Why the logs of a region's topic do not tell at the end what they held at a failover's snapshot; empty where they do. */
    Optional<String> otherThanAt(SnapshotTaken snapshot, int region, int topic) {
        return offsetsTakenAgain(region, topic, snapshot.at()) == Long.MAX_VALUE
                ? Optional.empty()
                : Optional.of(facts.catalogue().topics().get(topic).name() + " of "
                        + facts.catalogue().regions().get(region) + " began anew or lost its end after the snapshot of "
                        + snapshot.failover() + ", so its offsets do not tell what it held then");
    }

    /** As the other, and why they may not hold any more what they did. */
    Optional<String> lessThanAt(SnapshotTaken snapshot, int region, int topic) {
        Optional<String> other = otherThanAt(snapshot, region, topic);
        return other.isPresent() || !compacted(topic) && !mayHaveLost(region, topic, snapshot.at())
                ? other
                : Optional.of(facts.catalogue().topics().get(topic).name() + " of "
                        + facts.catalogue().regions().get(region) + " may have lost records since the snapshot of "
                        + snapshot.failover() + ", so the scan does not tell what it held then");
    }

    /**
     * Since when a topic's logs are those that the scan saw: its region came back with new disks, or it was deleted and made again.
     * {@link Long#MIN_VALUE}: always.
     */
    long renewed(int region, int topic) {
        return story.begunAnew(
                        facts.catalogue().regions().get(region),
                        facts.catalogue().topics().get(topic).name())
                .max()
                .orElse(Long.MIN_VALUE);
    }

    /** Whether the region acknowledged the record before a moment; if its logs began anew then, it is of the old ones. */
    boolean acknowledgedBefore(long ref, int region, long moment) {
        if (Ref.phantom(ref)) {
            return false;
        }
        Sends sends = facts.sends().session(ref).known(region);
        int row = Ref.sequence(ref);
        return sends != null && sends.known(row) && sends.ok(row) && sends.ended(row) < moment;
    }
}
