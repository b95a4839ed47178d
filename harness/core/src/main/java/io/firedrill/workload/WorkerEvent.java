package io.firedrill.workload;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;

/** A line that a worker writes. Times are monotonic nanoseconds of the host's clock. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = WorkerEvent.Ready.class, name = "ready"),
    @JsonSubTypes.Type(value = WorkerEvent.Stats.class, name = "stats"),
    @JsonSubTypes.Type(value = WorkerEvent.Activated.class, name = "activated"),
    @JsonSubTypes.Type(value = WorkerEvent.ProbeResult.class, name = "probe-result"),
    @JsonSubTypes.Type(value = WorkerEvent.CanaryEdge.class, name = "canary-edge"),
    @JsonSubTypes.Type(value = WorkerEvent.CanaryWindow.class, name = "canary-window"),
    @JsonSubTypes.Type(value = WorkerEvent.Scanned.class, name = "scanned"),
    @JsonSubTypes.Type(value = WorkerEvent.Drained.class, name = "drained"),
    @JsonSubTypes.Type(value = WorkerEvent.Failure.class, name = "failure"),
    @JsonSubTypes.Type(value = WorkerEvent.JournalLost.class, name = "journal-lost"),
    @JsonSubTypes.Type(value = WorkerEvent.Stopped.class, name = "stopped")
})
public sealed interface WorkerEvent {

    /** The journal is open and every client exists. */
    record Ready(long at, long pid) implements WorkerEvent {}

    /**
     * The state of the load, every 200 ms.
     *
     * @param journalFacts facts in the journal so far
     * @param latency HdrHistogram (compressed, Base64) of nanoseconds from intended time to acknowledgement, of the
     *     acknowledgements since the last stats; {@link LatencyWindow} merges several
     */
    record Stats(long at, List<ProducerStats> producers, List<GroupStats> groups, long journalFacts, String latency)
            implements WorkerEvent {
        public Stats {
            producers = List.copyOf(producers);
            groups = List.copyOf(groups);
        }
    }

    /**
     * One producer since the worker began.
     *
     * @param producer its index
     * @param active sends here, or would if the load had started
     * @param intended slots of the schedule that came due while it was active here
     * @param sent of those, handed to the client
     * @param acked acknowledged
     * @param ackedInTime acknowledged within the latency limit after the intended time
     * @param failed never handed to the network
     * @param unknown failed after hand-over
     * @param oldestUnackedNanos age, from its intended time, of the oldest send under way; 0 when there is none
     */
    record ProducerStats(
            int producer,
            boolean active,
            long intended,
            long sent,
            long acked,
            long ackedInTime,
            long failed,
            long unknown,
            long oldestUnackedNanos) {}

    /**
     * One group since the worker began.
     *
     * @param group its index
     * @param active consumes here
     * @param assigned partitions its members here hold
     * @param delivered records handed to the handler
     * @param lag records between its members' positions and the ends they know; -1 while unknown
     */
    record GroupStats(int group, boolean active, int assigned, long delivered, long lag) {}

    /**
     * A service became active in this region.
     *
     * @param what {@code producers} or {@code consumers}
     */
    record Activated(long at, String service, String what) implements WorkerEvent {}

    /**
     * A try of a probe came to its end.
     *
     * @param attempt from 0
     * @param invoked when the schedule began it
     * @param finished when it was decided; at most {@code timeout} after {@code invoked}, but for stalls of the worker
     * @param error empty on success
     */
    record ProbeResult(String probe, long attempt, long invoked, long finished, boolean success, String error)
            implements WorkerEvent {}

    /**
     * A canary's connection changed its mind.
     *
     * @param endpoint {@code host:port} as commanded
     * @param up false: from success to failure; true: back, or the first success of all
     * @param successInvoked last try that succeeded (first, when {@code up}) was sent; 0 when there was none
     * @param successFinished its answer came; 0 when there was none
     * @param failureInvoked first try that failed (last, when {@code up}) was sent; 0 when there was none
     * @param failureFinished it was known to have failed; 0 when there was none
     * @param error why it failed; empty when {@code up}
     */
    record CanaryEdge(
            int path,
            String endpoint,
            boolean up,
            long successInvoked,
            long successFinished,
            long failureInvoked,
            long failureFinished,
            String error)
            implements WorkerEvent {}

    /**
     * How long a canary's answers took, every 500 ms in which there was one.
     *
     * @param from first moment of the window
     * @param to its end
     * @param successes tries whose answer came in the window
     * @param medianNanos of their round trips
     * @param maxNanos of their round trips; that of a new connection includes connecting
     */
    record CanaryWindow(int path, long from, long to, int successes, long medianNanos, long maxNanos)
            implements WorkerEvent {}

    /**
     * A scan ended.
     *
     * @param region as commanded
     * @param folder as commanded
     * @param records read, by topic
     * @param complete every partition of every topic that exists was read to its end
     * @param note what was left out and why; empty when there is nothing to say
     */
    record Scanned(long at, String region, String folder, Map<String, Long> records, boolean complete, String note)
            implements WorkerEvent {}

    /**
     * What active groups have left to read, by group id, against the ends their topics had when asked.
     *
     * @param lag in records; -1 where it could not be found out
     */
    record Drained(long at, Map<String, Long> lag) implements WorkerEvent {}

    /** The worker cannot do its job, or a part of it. */
    record Failure(long at, String text) implements WorkerEvent {}

    /** The journal can't be written: facts are lost from now on. {@code text} says why, and what to do if the disk is full. */
    record JournalLost(long at, String text) implements WorkerEvent {}

    /** Everything is stopped and the journal closed; the process ends. */
    record Stopped(long at) implements WorkerEvent {}
}
