package io.firedrill.export;

import io.firedrill.evidence.FactSink;
import io.firedrill.evidence.TimelineEvent.CanaryStarted;
import java.util.Map;

/** The facts of one journal as rows. */
final class FactExport implements FactSink {
    private final Sheets sheets;
    private final Names names;
    private final Map<Integer, CanaryStarted> canaries;
    private final String journal;
    private final String region;
    private long fact;

    /**
     * @param canaries by the number of their path
     * @param journal name of its folder
     * @param region whose facts it holds
     */
    FactExport(Sheets sheets, Names names, Map<Integer, CanaryStarted> canaries, String journal, String region) {
        this.sheets = sheets;
        this.names = names;
        this.canaries = canaries;
        this.journal = journal;
        this.region = region;
    }

    private static void id(Row row, int worker, int producer, int session, long sequence) {
        row.number(worker).number(producer).number(session).number(sequence);
    }

    @Override
    public void sent(
            int worker,
            int producer,
            int session,
            long sequence,
            long keyHash,
            int topic,
            int bytes,
            long intended,
            long invoked) {
        fact++;
        Row row = sheets.begin(Tables.SENDS);
        id(row.text(region), worker, producer, session, sequence);
        row.text(names.topic(topic))
                .number(keyHash)
                .number(bytes)
                .number(intended)
                .number(invoked);
        sheets.end(row);
    }

    @Override
    public void acked(
            int worker, int producer, int session, long sequence, int topic, int partition, long offset, long at) {
        fact++;
        Row row = sheets.begin(Tables.OUTCOMES);
        id(row.text(region), worker, producer, session, sequence);
        row.text("ok")
                .text(names.topic(topic))
                .number(partition)
                .number(offset)
                .number(at)
                .nothing();
        sheets.end(row);
    }

    @Override
    public void failed(int worker, int producer, int session, long sequence, long at, String error) {
        ended(worker, producer, session, sequence, "failed", at, error);
    }

    @Override
    public void unknown(int worker, int producer, int session, long sequence, long at, String error) {
        ended(worker, producer, session, sequence, "unknown", at, error);
    }

    private void ended(
            int worker, int producer, int session, long sequence, String outcome, long at, String error) {
        fact++;
        Row row = sheets.begin(Tables.OUTCOMES);
        id(row.text(region), worker, producer, session, sequence);
        row.text(outcome).nothing(3).number(at).text(error);
        sheets.end(row);
    }

    @Override
    public void delivered(
            int group,
            int instance,
            int topic,
            int partition,
            long offset,
            int worker,
            int producer,
            int session,
            long sequence,
            long at,
            boolean intact) {
        Row row = sheets.begin(Tables.DELIVERIES);
        member(row, group, instance);
        row.text(names.topic(topic)).number(partition).number(offset);
        id(row, worker, producer, session, sequence);
        row.flag(intact).number(at);
        sheets.end(row);
        fact++;
    }

    @Override
    public void deliveredForeign(int group, int instance, int topic, int partition, long offset, long at) {
        Row row = sheets.begin(Tables.DELIVERIES);
        member(row, group, instance);
        row.text(names.topic(topic)).number(partition).number(offset);
        row.nothing(4).flag(false).number(at);
        sheets.end(row);
        fact++;
    }

    private void member(Row row, int group, int instance) {
        row.text(journal).number(fact).text(region).text(names.group(group)).number(instance);
    }

    @Override
    public void committed(int group, int topic, int partition, long offset, long at) {
        Row row = sheets.begin(Tables.COMMITS);
        row.text(journal)
                .number(fact)
                .text(region)
                .text(names.group(group))
                .text(names.topic(topic))
                .number(partition)
                .number(offset)
                .number(at);
        sheets.end(row);
        fact++;
    }

    @Override
    public void assigned(int group, int instance, int topic, int partition, long position, long at) {
        handed("assigned", group, instance, topic, partition, position, at);
    }

    @Override
    public void revoked(int group, int instance, int topic, int partition, long position, long at) {
        handed("revoked", group, instance, topic, partition, position, at);
    }

    private void handed(String kind, int group, int instance, int topic, int partition, long position, long at) {
        Row row = sheets.begin(Tables.ASSIGNMENTS);
        member(row, group, instance);
        row.text(names.topic(topic))
                .number(partition)
                .number(position)
                .text(kind)
                .number(at);
        sheets.end(row);
        fact++;
    }

    @Override
    public void scanned(
            int topic,
            int partition,
            long offset,
            int worker,
            int producer,
            int session,
            long sequence,
            long keyHash,
            long timestamp,
            int bytes,
            int digest,
            boolean intact) {
        fact++;
        Row row = sheets.begin(Tables.SCANS);
        row.text(region).text(names.topic(topic)).number(partition).number(offset);
        id(row, worker, producer, session, sequence);
        row.number(keyHash).number(timestamp).number(bytes).number(digest).flag(intact);
        sheets.end(row);
    }

    @Override
    public void scannedForeign(int topic, int partition, long offset, long timestamp, int bytes) {
        fact++;
        Row row = sheets.begin(Tables.SCANS);
        row.text(region)
                .text(names.topic(topic))
                .number(partition)
                .number(offset)
                .nothing(5)
                .number(timestamp)
                .number(bytes)
                .nothing()
                .flag(false);
        sheets.end(row);
    }

    @Override
    public void scanComplete(int topic, int partition, long start, long end, long at) {
        fact++;
        Row row = sheets.begin(Tables.SCANNED_PARTITIONS);
        row.text(region)
                .text(names.topic(topic))
                .number(partition)
                .number(start)
                .number(end)
                .number(at);
        sheets.end(row);
    }

    @Override
    public void canary(int path, boolean success, long invoked, long finished) {
        fact++;
        CanaryStarted canary = canaries.get(path);
        Row row = sheets.begin(Tables.CANARIES);
        row.text(region).number(path);
        if (canary == null) {
            row.text("unknown wire " + path).text("").text("").number(-1).text("");
        } else {
            row.text(canary.wire())
                    .text(canary.source())
                    .text(canary.region())
                    .number(canary.broker())
                    .text(canary.listener());
        }
        row.flag(success).number(invoked).number(finished);
        sheets.end(row);
    }

    @Override
    public void stalled(long from, long nanos) {
        fact++;
        Row row = sheets.begin(Tables.STALLS);
        row.text("worker of " + region).flag(false).number(from).number(nanos).number(0);
        sheets.end(row);
    }
}
