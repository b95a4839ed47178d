package io.firedrill.reports;

import java.util.List;

/** How each figure is obtained: definition, the facts it is computed from, and the section of MEASURES.md that says so. */
public final class Glossary {

    /**
     * A figure and where it comes from.
     *
     * @param name of the figure as objectives use it
     * @param definition in a sentence
     * @param facts in the evidence that it is computed from
     * @param section of MEASURES.md
     */
    public record Entry(String name, String definition, String facts, String section) {}

    /** All of them, in the order of the report. */
    public static final List<Entry> ENTRIES = List.of(
            new Entry(
                    "T0",
                    "The fault took effect: an interval between the canary's last success and its first failure on the"
                            + " path that was hit. Every recovery time counts from its lower bound, so that none is"
                            + " shorter than the truth; its width is part of the error bar.",
                    "canary entries in the journals, the fault's receipt in timeline.jsonl",
                    "1, 2"),
            new Entry(
                    "rto.service",
                    "From T0 to T5, the start of the first window of intended send times in which at least 99 % of the"
                            + " sends that were due were acknowledged within the latency limit and delivered, on every"
                            + " partition. A send that was due but never made counts against it.",
                    "send, acknowledgement and delivery entries of every journal",
                    "2"),
            new Entry(
                    "rto.write",
                    "From T0 until the last partition acknowledged a record that was sent after T0. A partition that never"
                            + " failed has no outage.",
                    "send and acknowledgement entries",
                    "2"),
            new Entry(
                    "rto.read",
                    "From T0 until the last group and partition delivered a record that was sent after T0.",
                    "delivery entries",
                    "2"),
            new Entry(
                    "rto.full",
                    "From T0 until the consumers' lag is back at or below the 99th percentile of the baseline (T6).",
                    "delivery, commit and acknowledgement entries",
                    "2"),
            new Entry(
                    "rto.protected",
                    "From T0 until replication runs in the new direction with a lag as in the baseline (T7).",
                    "replication facts of the timeline",
                    "2"),
            new Entry(
                    "± error bar",
                    "Sum of the width of T0's interval, one send interval, the bounds between clocks where a figure"
                            + " crosses them, and the stalls of processes that overlap the measured interval: every one of"
                            + " what measures, of Kafka's own processes what their garbage collection does not"
                            + " explain.",
                    "receipts, catalogue, logs/*-stalls.jsonl",
                    "1, 2"),
            new Entry(
                    "rpo.records",
                    "Records acknowledged by the region left behind before it was fenced that are in no target topic below"
                            + " the failover snapshot. A range says that some sends ended with an unknown outcome, or that the"
                            + " target was not scanned or may have lost copies since: the low end is certain, the high end"
                            + " possible.",
                    "acknowledgement entries, the snapshot in timeline.jsonl, the log scans",
                    "1, 3"),
            new Entry(
                    "rpo.time",
                    "How far back the loss reaches: T0 minus the earliest acknowledgement among the records that are missing"
                            + " ('oldest'), or minus that of the last record before the first gap ('prefix'), each on its"
                            + " worst partition; the worse of the two counts. A range reaches from what is certainly lost to"
                            + " all that may be.",
                    "as rpo.records",
                    "3"),
            new Entry(
                    "rpo.final",
                    "Those of rpo.records that are absent from every region after healing and reconciliation. The rest is"
                            + " stranded: it exists, but where nobody reads it.",
                    "log scans of all regions",
                    "3"),
            new Entry(
                    "holes",
                    "Missing records with a later record of the same partition present. Never folded into a tail."
                            + " A range reaches to what may be one as well: a later record that the target may have held, or a"
                            + " record of which nobody knows what stood behind it.",
                    "log scans",
                    "3"),
            new Entry(
                    "duplicates.log",
                    "Further copies of a record in one native topic, divided by distinct records.",
                    "log scans",
                    "4"),
            new Entry(
                    "duplicates.delivered",
                    "Further deliveries of a record to the same group, divided by distinct deliveries.",
                    "delivery entries",
                    "4"),
            new Entry(
                    "split-brain.writes",
                    "Sends that succeeded in a region that owned the key at no instant between call and acknowledgement."
                            + " One that straddles a change of ownership is ambiguous and counted apart.",
                    "ownership epochs in timeline.jsonl, send and acknowledgement entries",
                    "5"),
            new Entry(
                    "conflict.writes",
                    "Writes of one key in different regions of which neither knew the other: not of one session, no copy"
                            + " delivered to the other's service before it wrote, and no hand-over of ownership between.",
                    "ownership epochs in timeline.jsonl, send, acknowledgement and delivery entries",
                    "5"),
            new Entry(
                    "false-failovers",
                    "Transitions that no fault called for.",
                    "detections and receipts in timeline.jsonl",
                    "2"),
            new Entry(
                    "unserved",
                    "Sends that the schedule wanted and no region ever acknowledged.",
                    "the producers' rates, send and acknowledgement entries",
                    "2"),
            new Entry(
                    "ok, failed, unknown",
                    "ok: acknowledged. failed: certainly never handed to the network. unknown: everything else. An unknown"
                            + " record that any log or delivery shows is recovered; one in no log of any region is"
                            + " absent; else it stays open.",
                    "send outcomes in the journals, log scans",
                    "1"),
            new Entry(
                    "latency",
                    "From the moment the schedule wanted the send, not from the call, so that a stall is not hidden"
                            + " (HdrHistogram).",
                    "send, acknowledgement and delivery entries",
                    "2"),
            new Entry(
                    "MirrorMaker's latency",
                    "What MirrorMaker's own JMX metric said last before T0. Shown for comparison only: RPO never comes"
                            + " from it, because it stands still in an outage.",
                    "samples/",
                    "3"),
            new Entry(
                    "verdict",
                    "FAIL beats INCONCLUSIVE beats PASS, for each objective and for the drill. What could not be measured"
                            + " is never a pass.",
                    "result.json",
                    "6"));

    private Glossary() {}
}
