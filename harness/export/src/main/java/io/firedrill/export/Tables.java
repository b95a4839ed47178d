package io.firedrill.export;

import java.util.ArrayList;
import java.util.List;

/**
 * Every table of the export. Times are monotonic nanoseconds of the host's clock; a record's id is (worker, producer, session,
 * sequence), as in the header {@code firedrill-id}. This is the schema that {@code docs/export.md} prints.
 */
public final class Tables {

    /** Version of this schema. Columns may be added to it; what is there keeps its meaning. */
    public static final int VERSION = 1;

    // Facts: as many rows as the drill had records.

    static final Table SENDS = table("sends", "A send was handed to the client of a region.")
            .region("where it was sent to")
            .id()
            .text("topic", "native topic")
            .number("key_hash", "64-bit hash of the key")
            .integer("bytes", "serialized key, value and headers")
            .number("intended_nanos", "when the schedule wanted it sent")
            .number("invoked_nanos", "when it was handed to the client")
            .made();

    static final Table OUTCOMES = table("outcomes", "A send ended. One that is not here was never heard of again.")
            .region("where it was sent to")
            .id()
            .text("outcome", "`ok`, `failed` or `unknown`")
            .maybe("topic", Column.Type.VARCHAR, "of an acknowledgement")
            .maybe("partition", Column.Type.INTEGER, "of an acknowledgement")
            .maybe("log_offset", Column.Type.BIGINT, "of an acknowledgement")
            .number("at_nanos", "when it was known")
            .maybe("error", Column.Type.VARCHAR, "short class name, of the others")
            .made();

    static final Table DELIVERIES = table(
                    "deliveries", "A record was handed to a handler. Without a readable stamp: no id.")
            .fact()
            .group()
            .place()
            .maybeId()
            .flag("intact", "the stamp is readable and its checksum holds")
            .number("at_nanos", "when")
            .made();

    static final Table COMMITS = table("commits", "A commit succeeded: the group goes on at the offset.")
            .fact()
            .text("consumer_group", "")
            .place()
            .number("at_nanos", "when")
            .made();

    static final Table RESENDS = table(
                    "resends", "A send was handed to its region once more, by the service's own retry.")
            .region("where it was sent to")
            .id()
            .number("at_nanos", "when")
            .made();

    static final Table PROCESSED = table(
                    "processed", "A handler had returned for all below the offset; the commit is asked for.")
            .fact()
            .group()
            .place()
            .number("at_nanos", "when")
            .made();

    static final Table ASSIGNMENTS = table(
                    "assignments", "A member got a partition, went to a position in it, or gave it up.")
            .fact()
            .group()
            .text("topic", "")
            .integer("partition", "")
            .number("position", "the next offset it would read")
            .text("kind", "`assigned`, `sought` or `revoked`")
            .number("at_nanos", "when")
            .made();

    static final Table SCANS = table("scans", "A record that a log held at the end. Without a readable stamp: no id.")
            .region("of the log")
            .place()
            .maybeId()
            .maybe("key_hash", Column.Type.BIGINT, "64-bit hash of the key")
            .number("timestamp_millis", "Kafka's")
            .integer("bytes", "serialized key, value and headers")
            .maybe("digest", Column.Type.INTEGER, "CRC32C over key, headers without replication's own, and value")
            .flag("intact", "the stamp is readable and its checksum holds")
            .made();

    static final Table SCANNED_PARTITIONS = table("scanned_partitions", "A partition was scanned from start to end.")
            .region("of the log")
            .text("topic", "")
            .integer("partition", "")
            .number("start_offset", "the first it still had")
            .number("end_offset", "one more than the last")
            .number("at_nanos", "when")
            .made();

    static final Table CANARIES = table("canaries", "A canary's try on a wire.")
            .text("seen_from", "region of the worker that watches")
            .integer("path", "number of the wire")
            .text("wire", "")
            .text("source", "who connects through it")
            .text("region", "of the broker that it leads to")
            .integer("broker", "its node id")
            .text("listener", "of that broker")
            .flag("succeeded", "")
            .number("invoked_nanos", "when it was sent")
            .number("finished_nanos", "when the answer or the error came")
            .made();

    static final Table TRANSACTIONS = table(
                    "transactions", "A transaction began, or its end was asked for, or was answered.")
            .region("of the worker")
            .integer("worker", "of its records' ids")
            .integer("producer", "of its records' ids")
            .integer("session", "of its records' ids")
            .number("first_sequence", "of its first record; it goes on until it ends")
            .text("kind", "`begun`, `ending` or `ended`")
            .maybe("records", Column.Type.BIGINT, "that it has; of `ending`")
            .maybe("commit_asked", Column.Type.BOOLEAN, "or else abort; of `ending`")
            .maybe("confirmed", Column.Type.BOOLEAN, "or else nobody knows; of `ended`")
            .number("at_nanos", "when")
            .made();

    static final Table STORE_ROWS = table(
                    "store_rows", "What became of a row of a service's store; it has its record's id.")
            .region("of the store")
            .text("store", "")
            .id()
            .text("kind", "`written`, `copied`, `refused`, or `held` by the store in the end")
            .maybe("at_nanos", Column.Type.BIGINT, "when; not of `held`")
            .made();

    static final Table STORE_EVENTS = table("store_events", "What became of a store.")
            .region("of the store")
            .text("store", "")
            .text("kind", "`promoted`, or `scanned` whole")
            .maybe("held", Column.Type.BIGINT, "rows that it held; of `scanned`")
            .number("at_nanos", "when")
            .made();

    static final Table TOPIC_IDS = table(
                    "topic_ids", "Kafka's id of a topic, as seen; one that is made again has another.")
            .region("")
            .text("topic", "")
            .text("topic_id", "a UUID")
            .number("at_nanos", "when")
            .made();

    // The story: some rows a drill.

    static final Table RUN = table("run", "The drill itself, one row.")
            .text("id", "folder name of the run")
            .text("scenario", "")
            .text("title", "")
            .text("pattern", "kebab case")
            .text("platform", "")
            .number("epoch_millis", "wall clock at `first_nanos`")
            .number("first_nanos", "the first line of the timeline")
            .maybe("load_started_nanos", Column.Type.BIGINT, "slot 0 of every schedule")
            .maybe("baseline_nanos", Column.Type.BIGINT, "the baseline was steady; zero of the report's times")
            .maybe("load_stopped_nanos", Column.Type.BIGINT, "nothing is intended from here on")
            .number("last_nanos", "the last moment of the timeline")
            .maybe("ended", Column.Type.VARCHAR, "`completed`, `aborted`, `interrupted`")
            .made();

    static final Table REGIONS = table("regions", "A region.")
            .text("region", "")
            .integer("number", "its index; a worker has its region's")
            .flag("scanned_whole", "every workload log was read to its end, and the record of that is whole")
            .made();

    static final Table TOPICS = table("topics", "A topic name that can occur, native or mirrored.")
            .text("topic", "")
            .text("lineage", "the native topic's name that all its copies share")
            .maybe("origin", Column.Type.VARCHAR, "region that this is a copy from")
            .integer("partitions", "")
            .made();

    static final Table PRODUCERS = table("producers", "A producer.")
            .integer("producer", "its number in a record's id")
            .text("name", "")
            .text("service", "")
            .text("topic", "")
            .real("rate_per_second", "intended sends of this producer alone")
            .integer("value_bytes", "")
            .made();

    static final Table READERS = table("readers", "A group reads a topic.")
            .text("consumer_group", "")
            .text("service", "")
            .text("topic", "")
            .made();

    static final Table STORES = table("stores", "A record of a producer is a row of a store.")
            .text("store", "the service whose it is")
            .integer("producer", "its number in a record's id")
            .made();

    static final Table METADATA = table("metadata", "An object that a region had, as it was noted.")
            .text("region", "")
            .number("at_nanos", "the calls had returned")
            .text("kind", "`topic`, `partitions`, `setting`, `acl` or `group`")
            .text("name", "of the topic, of the ACL's resource, or of the group")
            .maybe("setting", Column.Type.VARCHAR, "its name; of an ACL the resource's kind and pattern")
            .maybe("value", Column.Type.VARCHAR, "of a setting, of `partitions`; of an ACL what it says of whom")
            .made();

    static final Table DEPLOYMENTS = table("deployments", "A service is deployed in a region.")
            .text("service", "")
            .text("region", "")
            .integer("place", "0: where it is active at first")
            .flag("produces", "")
            .made();

    static final Table OBJECTIVES = table(
                    "objectives", "A limit that the scenario sets, inclusive: a time, a number or a share.")
            .text("objective", "the measure's name, such as `rto.service` or `anomalies.C7`")
            .maybe("at_most_nanos", Column.Type.BIGINT, "of a time")
            .maybe("at_most_count", Column.Type.BIGINT, "of a number of records, bytes or whatever is counted")
            .maybe("at_most_share", Column.Type.DOUBLE, "of a share: 0.05 is 5 %")
            .text("because", "why, as the scenario says; empty where it doesn't")
            .made();

    static final Table FLOWS = table("flows", "Replication copies a topic.")
            .text("from_region", "")
            .text("topic", "native there")
            .text("to_region", "")
            .text("mirror", "the copy's name")
            .made();

    static final Table FAILOVERS = table(
                    "failovers", "A failover that the scenario knows, whether it took place or not.")
            .text("failover", "")
            .text("from_region", "")
            .text("to_region", "")
            .flag("synced_offsets", "its runbook starts consumers from translated offsets")
            .maybe("detected_nanos", Column.Type.BIGINT, "T1")
            .maybe("decided_nanos", Column.Type.BIGINT, "T2")
            .made();

    static final Table STEPS = table("steps", "A step of a runbook ended.")
            .text("failover", "")
            .integer("step_index", "from 0")
            .text("step", "its key")
            .text("outcome", "`done`, `unreachable`, `timed-out`, `failed`")
            .number("started_nanos", "")
            .number("at_nanos", "")
            .made();

    static final Table SWITCHES = table("switches", "T3: a service was switched.")
            .text("failover", "")
            .text("service", "")
            .text("region", "where it works from here on")
            .number("at_nanos", "")
            .made();

    static final Table FENCES = table("fences", "Writes in a region are denied from here on.")
            .text("region", "")
            .number("at_nanos", "")
            .made();

    static final Table SNAPSHOTS = table("snapshots", "The failover snapshot: end offsets of the target.")
            .text("failover", "")
            .text("region", "")
            .text("topic", "")
            .integer("partition", "")
            .number("end_offset", "")
            .number("started_nanos", "the calls began")
            .number("at_nanos", "they had returned")
            .made();

    static final Table FAULTS = table("faults", "The receipt of a fault.")
            .text("fault", "its kind")
            .text("target", "")
            .text("parameters", "")
            .text("mechanism", "")
            .text("transition", "the failover that answers it, or empty")
            .number("applied_from_nanos", "")
            .number("applied_to_nanos", "")
            .flag("observed", "its effect was seen")
            .number("effect_from_nanos", "lower bound")
            .number("effect_to_nanos", "upper bound")
            .text("effect", "a sentence")
            .maybe("taken_back_nanos", Column.Type.BIGINT, "taking it back began")
            .maybe(
                    "lifted_nanos",
                    Column.Type.BIGINT,
                    "the last of it was proved to be gone; nothing where that never was")
            .maybe("lifted_cleanly", Column.Type.BOOLEAN, "")
            .made();

    static final Table OWNERSHIP = table("ownership", "An epoch: which region may accept writes.")
            .integer("epoch", "from 1")
            .text("region", "")
            .text("keys", "`all`")
            .number("since_nanos", "the first epoch also covers what is before it")
            .maybe("until_nanos", Column.Type.BIGINT, "absent: to the end")
            .made();

    static final Table RENEWALS = table("renewals", "Logs began anew: offsets from before are of other logs.")
            .text("region", "")
            .maybe("topic", Column.Type.VARCHAR, "absent: all of the region's, its disks were destroyed")
            .number("at_nanos", "")
            .made();

    static final Table SETTLED = table("settled", "How replication stood after healing, before the scans.")
            .text("from_region", "")
            .text("to_region", "")
            .flag("settled", "it ran and had copied all")
            .number("at_nanos", "")
            .made();

    static final Table WORKERS = table("workers", "A worker process.")
            .text("region", "")
            .integer("incarnation", "the session of its producers")
            .number("started_nanos", "")
            .maybe("ended_nanos", Column.Type.BIGINT, "")
            .maybe("expected", Column.Type.BOOLEAN, "a fault killed it or the drill stopped it")
            .made();

    static final Table STALLS = table("stalls", "A process stood still though it wanted to run.")
            .text("process", "")
            .flag("measured", "a broker or MirrorMaker, no part of the harness")
            .number("from_nanos", "")
            .number("nanos", "how long")
            .number("collecting_nanos", "of that in garbage collections of its own")
            .made();

    static final Table JOURNALS = table("journals", "A journal that was read.")
            .text("journal", "its folder")
            .text("region", "empty: it belongs to none that is known, and was not exported")
            .number("facts", "how many were read")
            .flag("closed", "its writer closed it")
            .text("damage", "what is wrong with it, empty when nothing is")
            .made();

    /** All tables, in the order of the page of the schema. */
    public static final List<Table> ALL = List.of(
            SENDS,
            RESENDS,
            OUTCOMES,
            TRANSACTIONS,
            DELIVERIES,
            PROCESSED,
            COMMITS,
            ASSIGNMENTS,
            SCANS,
            SCANNED_PARTITIONS,
            TOPIC_IDS,
            STORE_ROWS,
            STORE_EVENTS,
            CANARIES,
            RUN,
            REGIONS,
            TOPICS,
            PRODUCERS,
            READERS,
            STORES,
            DEPLOYMENTS,
            OBJECTIVES,
            FLOWS,
            FAULTS,
            OWNERSHIP,
            FAILOVERS,
            STEPS,
            SWITCHES,
            FENCES,
            SNAPSHOTS,
            RENEWALS,
            SETTLED,
            METADATA,
            WORKERS,
            STALLS,
            JOURNALS);

    private Tables() {}

    private static Draft table(String name, String meaning) {
        return new Draft(name, meaning);
    }

    private static final class Draft {
        private final String name;
        private final String meaning;
        private final List<Column> columns = new ArrayList<>();

        Draft(String name, String meaning) {
            this.name = name;
            this.meaning = meaning;
        }

        private Draft add(String column, Column.Type type, boolean optional, String what) {
            columns.add(new Column(column, type, optional, what));
            return this;
        }

        Draft text(String column, String what) {
            return add(column, Column.Type.VARCHAR, false, what);
        }

        Draft number(String column, String what) {
            return add(column, Column.Type.BIGINT, false, what);
        }

        Draft integer(String column, String what) {
            return add(column, Column.Type.INTEGER, false, what);
        }

        Draft real(String column, String what) {
            return add(column, Column.Type.DOUBLE, false, what);
        }

        Draft flag(String column, String what) {
            return add(column, Column.Type.BOOLEAN, false, what);
        }

        Draft maybe(String column, Column.Type type, String what) {
            return add(column, type, true, what);
        }

        Draft region(String what) {
            return text("region", what);
        }

        Draft id() {
            return integer("worker", "of the id: number of the region whose worker made it")
                    .integer("producer", "of the id")
                    .integer("session", "of the id: which start of the producer, from 1")
                    .number("sequence", "of the id: from 0");
        }

        Draft maybeId() {
            return maybe("worker", Column.Type.INTEGER, "of the id")
                    .maybe("producer", Column.Type.INTEGER, "of the id")
                    .maybe("session", Column.Type.INTEGER, "of the id")
                    .maybe("sequence", Column.Type.BIGINT, "of the id");
        }

        /** The facts of a journal stand in an order that times alone do not show. */
        Draft fact() {
            return text("journal", "its folder")
                    .number("fact", "which of its facts, from 0")
                    .region("of the worker");
        }

        Draft group() {
            return text("consumer_group", "").integer("instance", "member of the group");
        }

        Draft place() {
            return text("topic", "").integer("partition", "").number("log_offset", "");
        }

        Table made() {
            return new Table(name, meaning, columns);
        }
    }
}
