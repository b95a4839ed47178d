package io.firedrill.evidence;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line of {@code timeline.jsonl}: what the conductor did and saw. {@code at} is monotonic nanoseconds of the conductor's clock.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TimelineEvent.RunStarted.class, name = "run-started"),
    @JsonSubTypes.Type(value = TimelineEvent.RegionReady.class, name = "region-ready"),
    @JsonSubTypes.Type(value = TimelineEvent.SettingsNoted.class, name = "settings-noted"),
    @JsonSubTypes.Type(value = TimelineEvent.WorkerStarted.class, name = "worker-started"),
    @JsonSubTypes.Type(value = TimelineEvent.WorkerEnded.class, name = "worker-ended"),
    @JsonSubTypes.Type(value = TimelineEvent.ClockMeasured.class, name = "clock-measured"),
    @JsonSubTypes.Type(value = TimelineEvent.LoadStarted.class, name = "load-started"),
    @JsonSubTypes.Type(value = TimelineEvent.CanaryStarted.class, name = "canary-started"),
    @JsonSubTypes.Type(value = TimelineEvent.BaselineSteady.class, name = "baseline-steady"),
    @JsonSubTypes.Type(value = TimelineEvent.FaultApplied.class, name = "fault-applied"),
    @JsonSubTypes.Type(value = TimelineEvent.FaultLifted.class, name = "fault-lifted"),
    @JsonSubTypes.Type(value = TimelineEvent.FaultProved.class, name = "fault-proved"),
    @JsonSubTypes.Type(value = TimelineEvent.FaultLeft.class, name = "fault-left"),
    @JsonSubTypes.Type(value = TimelineEvent.OwnershipDeclared.class, name = "ownership-declared"),
    @JsonSubTypes.Type(value = TimelineEvent.Detected.class, name = "detected"),
    @JsonSubTypes.Type(value = TimelineEvent.Decided.class, name = "decided"),
    @JsonSubTypes.Type(value = TimelineEvent.StepFinished.class, name = "step-finished"),
    @JsonSubTypes.Type(value = TimelineEvent.FenceConfirmed.class, name = "fence-confirmed"),
    @JsonSubTypes.Type(value = TimelineEvent.SnapshotTaken.class, name = "snapshot-taken"),
    @JsonSubTypes.Type(value = TimelineEvent.ServiceSwitched.class, name = "service-switched"),
    @JsonSubTypes.Type(value = TimelineEvent.Recovered.class, name = "recovered"),
    @JsonSubTypes.Type(value = TimelineEvent.RegionRestored.class, name = "region-restored"),
    @JsonSubTypes.Type(value = TimelineEvent.TopicCreated.class, name = "topic-created"),
    @JsonSubTypes.Type(value = TimelineEvent.TopicRecreated.class, name = "topic-recreated"),
    @JsonSubTypes.Type(value = TimelineEvent.LoadStopped.class, name = "load-stopped"),
    @JsonSubTypes.Type(value = TimelineEvent.MetadataNoted.class, name = "metadata-noted"),
    @JsonSubTypes.Type(value = TimelineEvent.ReplicationSettled.class, name = "replication-settled"),
    @JsonSubTypes.Type(value = TimelineEvent.ReplicationStarted.class, name = "replication-started"),
    @JsonSubTypes.Type(value = TimelineEvent.ReplicationLag.class, name = "replication-lag"),
    @JsonSubTypes.Type(value = TimelineEvent.DrainFinished.class, name = "drain-finished"),
    @JsonSubTypes.Type(value = TimelineEvent.ScanFinished.class, name = "scan-finished"),
    @JsonSubTypes.Type(value = TimelineEvent.Note.class, name = "note"),
    @JsonSubTypes.Type(value = TimelineEvent.Warning.class, name = "warning"),
    @JsonSubTypes.Type(value = TimelineEvent.Trouble.class, name = "trouble"),
    @JsonSubTypes.Type(value = TimelineEvent.DrillEnded.class, name = "drill-ended")
})
public sealed interface TimelineEvent {

    /** Monotonic nanoseconds. */
    long at();

    /**
     * First line of every timeline.
     *
     * @param id folder name of the run
     * @param scenario its name
     * @param title of the scenario
     * @param pattern kebab case
     * @param platform {@code processes}, ...
     * @param epochMillis wall clock at {@code at}
     * @param clock id of the clock that all facts of this host share
     * @param seed of the drill
     * @param firedrillVersion version of the harness
     * @param kafkaVersions by region
     * @param operator who ran it
     * @param environment machine facts for people: os, cpus, memory, java, and settings that differ from Kafka's defaults
     * @param catalogue names behind the journals' numbers
     */
    record RunStarted(
            long at,
            String id,
            String scenario,
            String title,
            String pattern,
            String platform,
            long epochMillis,
            String clock,
            long seed,
            String firedrillVersion,
            Map<String, String> kafkaVersions,
            String operator,
            Map<String, String> environment,
            Catalogue catalogue)
            implements TimelineEvent {}

    /** All brokers of the region are registered and answer. */
    record RegionReady(long at, String region, String clusterId, int brokers) implements TimelineEvent {}

    /**
     * Where something differs from its ordinary settings.
     *
     * @param subject {@code brokers}, a region, or a flow
     * @param settings by name: the value, what is ordinary, and why
     */
    record SettingsNoted(long at, String subject, Map<String, String> settings) implements TimelineEvent {}

    /**
     * A worker is ready.
     *
     * @param incarnation which start in this run, from 1; the session of all its producers
     * @param journal folder of its journal, relative to the run folder
     * @param replaces true when an earlier incarnation ended without closing its journal (killed)
     */
    record WorkerStarted(long at, String region, int incarnation, String journal, boolean replaces)
            implements TimelineEvent {}

    /** A worker is gone. {@code expected}: killed by a fault or stopped by the drill. */
    record WorkerEnded(long at, String region, int incarnation, boolean expected) implements TimelineEvent {}

    /**
     * How the clock of a worker's journal stood to the timeline's, where they are two. Without such a line they are one: that of the host.
     *
     * @param at when it was measured
     * @param offsetNanos what to add to the journal's times to get the timeline's
     * @param plusMinusNanos by how much that may be wrong, as half of the time that question and answer took
     */
    record ClockMeasured(long at, String region, int incarnation, long offsetNanos, long plusMinusNanos)
            implements TimelineEvent {}

    /** Producers' schedules began; intended sends count from here. */
    record LoadStarted(long at) implements TimelineEvent {}

    /**
     * A canary watches a wire from now on.
     *
     * @param path index that its facts in the journal carry
     * @param wire its name
     * @param source who connects through it, as {@code us-east.1}
     * @param region region of the broker it leads to
     * @param broker node id of that broker; 0 for what is no broker
     * @param listener of that broker, in lower case; {@code dependency} for what services call
     * @param seenFrom region of the worker that watches
     */
    record CanaryStarted(
            long at, int path, String wire, String source, String region, int broker, String listener, String seenFrom)
            implements TimelineEvent {}

    /**
     * The baseline is steady; the timeline's zero.
     *
     * @param windowFrom the window that proved it
     * @param ackP99Nanos 99th percentile of acknowledgement latency in that window
     * @param lagP99Records 99th percentile of the consumers' lag in that window
     */
    record BaselineSteady(long at, long windowFrom, long ackP99Nanos, long lagP99Records) implements TimelineEvent {}

    /** A fault was applied, with its receipt; {@code transition} names the failover that answers it, or is empty. */
    record FaultApplied(long at, FaultReceipt receipt, String transition) implements TimelineEvent {}

    /**
     * A fault was taken back.
     *
     * @param at that it is gone was proved, or could not be
     * @param takenBackAt when taking it back began: from then on nothing is its doing any more. A version that did not note it leaves
     *     it out, and {@code at} stands in
     * @param clean whether all of it was taken back, and whatever could be proved then was
     * @param unproved of whom nothing could be proved then, by name; a {@link FaultProved} follows. Empty where a version did not note it
     * @param note what was done and seen, or what failed
     */
    record FaultLifted(
            long at, long takenBackAt, String fault, String target, boolean clean, List<String> unproved, String note)
            implements TimelineEvent {
        public FaultLifted {
            takenBackAt = takenBackAt == 0 ? at : Math.min(takenBackAt, at);
            unproved = List.copyOf(unproved);
        }

        /** One that left nothing unproved. */
        public FaultLifted(long at, long takenBackAt, String fault, String target, boolean clean, String note) {
            this(at, takenBackAt, fault, target, clean, List.of(), note);
        }

        /** Whoever reads old evidence passes null for what it does not have. */
        @JsonCreator
        static FaultLifted read(
                @JsonProperty("at") long at,
                @JsonProperty("takenBackAt") long takenBackAt,
                @JsonProperty("fault") String fault,
                @JsonProperty("target") String target,
                @JsonProperty("clean") boolean clean,
                @JsonProperty("unproved") @Nullable List<String> unproved,
                @JsonProperty("note") String note) {
            return new FaultLifted(
                    at, takenBackAt, fault, target, clean, unproved == null ? List.of() : unproved, note);
        }
    }

    /**
     * What a lift could not prove was looked at once more at the end, when nothing was applied any more.
     *
     * @param liftedAt {@code at} of that lift
     * @param clean whether whatever could be proved now was
     * @param unproved of whom nothing can be proved still, by name
     * @param note what was seen, or what failed
     */
    record FaultProved(
            long at, long liftedAt, String fault, String target, boolean clean, List<String> unproved, String note)
            implements TimelineEvent {
        public FaultProved {
            unproved = List.copyOf(unproved);
        }
    }

    /**
     * A fault was left in place, though the drill was over: nobody tried to take it back.
     *
     * @param why a sentence
     */
    record FaultLeft(long at, String fault, String target, String why) implements TimelineEvent {}

    /**
     * From {@code at} on {@code region} owns every key ({@code keys} is {@code all}).
     *
     * @param epoch from 1
     */
    record OwnershipDeclared(long at, int epoch, String region, String keys) implements TimelineEvent {}

    /** T1. */
    record Detected(long at, String failover, String by) implements TimelineEvent {}

    /** T2. */
    record Decided(long at, String failover, String how) implements TimelineEvent {}

    /**
     * A runbook step ended.
     *
     * @param index from 0
     * @param step its key
     * @param outcome {@code done}, {@code unreachable}, {@code timed-out}, {@code failed}
     * @param note what it did and saw, a sentence
     */
    record StepFinished(long at, long startedAt, String failover, int index, String step, String outcome, String note)
            implements TimelineEvent {}

    /** Writes in the region are denied from here on. */
    record FenceConfirmed(long at, String region) implements TimelineEvent {}

    /**
     * The failover snapshot (MEASURES.md, 1).
     *
     * @param at the calls returned
     * @param startedAt they began
     * @param endOffsets of each topic of a workload lineage at the target, by partition
     */
    record SnapshotTaken(long at, long startedAt, String failover, String region, Map<String, List<Long>> endOffsets)
            implements TimelineEvent {}

    /** T3 of a service. */
    record ServiceSwitched(long at, String failover, String service, String region) implements TimelineEvent {}

    /** The conductor's live view that the transition's services work again; the audit computes T5 itself. */
    record Recovered(long at, String failover) implements TimelineEvent {}

    /** A lost region answers again. {@code renewed}: its topics began anew, as its disks were destroyed. */
    record RegionRestored(long at, String region, boolean renewed) implements TimelineEvent {}

    /**
     * A topic was made that was not there from the beginning. {@code at}: the services that had waited for it work from here on, so
     * their intended sends count from here.
     */
    record TopicCreated(long at, String region, String topic) implements TimelineEvent {}

    /** A topic was deleted, no broker has a log of it any more, and it is made again from here on: its offsets begin anew. */
    record TopicRecreated(long at, String region, String topic) implements TimelineEvent {}

    record LoadStopped(long at) implements TimelineEvent {}

    /**
     * What metadata a region had.
     *
     * @param at the calls returned
     * @param startedAt they began
     * @param topics by name, internal ones left out
     * @param acls all of them
     * @param groups that have committed offsets
     */
    record MetadataNoted(
            long at, long startedAt, String region, Map<String, Topic> topics, List<Acl> acls, List<String> groups)
            implements TimelineEvent {

        /**
         * @param config what was set on this topic, not defaults
         * @param id Kafka's, which a topic that is made again does not keep; empty in evidence from before it was noted
         */
        public record Topic(int partitions, Map<String, String> config, String id) {

            /** Of an id that was not noted. */
            public Topic(int partitions, Map<String, String> config) {
                this(partitions, config, "");
            }

            /** Whoever reads old evidence passes null for what it does not have. */
            @JsonCreator
            static Topic read(
                    @JsonProperty("partitions") int partitions,
                    @JsonProperty("config") Map<String, String> config,
                    @JsonProperty("id") @Nullable String id) {
                return new Topic(partitions, config, id == null ? "" : id);
            }
        }

        /** The words of Kafka: {@code TOPIC}, {@code LITERAL}, {@code READ}, {@code ALLOW}. */
        public record Acl(
                String resource,
                String pattern,
                String name,
                String principal,
                String host,
                String operation,
                String permission) {

            /** The same for another name. */
            public Acl on(String other) {
                return new Acl(resource, pattern, other, principal, host, operation, permission);
            }

            /** As people read it. */
            public String text() {
                return permission + " " + principal + " from " + host + " " + operation + " on " + resource + " " + name
                        + (pattern.equals("LITERAL") ? "" : " (" + pattern + ")");
            }
        }
    }

    /**
     * How replication stood after healing, before the logs were scanned.
     *
     * @param settled it ran, and had copied all that the source held
     * @param note why it was not, or how much it had copied
     */
    record ReplicationSettled(long at, String from, String to, boolean settled, String note) implements TimelineEvent {}

    /**
     * A flow that was not in force runs from here on.
     *
     * @param failover whose runbook started it, or empty
     */
    record ReplicationStarted(long at, String from, String to, String failover) implements TimelineEvent {}

    /**
     * How far a flow lagged: what its source held at {@code startedAt} had all been copied at {@code at}, so by no more than the time in
     * between.
     */
    record ReplicationLag(long at, long startedAt, String from, String to) implements TimelineEvent {}

    /** {@code lag}: what was left, by group; empty when complete. */
    record DrainFinished(long at, boolean complete, Map<String, Long> lag) implements TimelineEvent {}

    /** {@code complete}: every partition of every workload lineage of the region was read to its end. */
    record ScanFinished(long at, String region, boolean complete, String note) implements TimelineEvent {}

    /** Something worth knowing. */
    record Note(long at, String text) implements TimelineEvent {}

    /** Something that may matter to a reader of the report; changes no verdict. */
    record Warning(long at, String text) implements TimelineEvent {}

    /** Something that makes the drill INCONCLUSIVE. */
    record Trouble(long at, String where, String text) implements TimelineEvent {
        /** Where the proxy server ended, or hung: every path of the drill leads through it. */
        public static final String PROXY_SERVER = "toxiproxy";

        /** Where nothing can note any more when the proxy server does not answer; the server itself may be well. */
        public static final String PROXY_WATCH = "proxy-watch";
    }

    /** Last line of a timeline that ended in order. {@code how}: completed, aborted, interrupted. */
    record DrillEnded(long at, String how) implements TimelineEvent {}
}
