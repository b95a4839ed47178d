package io.firedrill.export;

import io.firedrill.evidence.FactSink;
import io.firedrill.evidence.TimelineEvent.CanaryStarted;
import java.util.Map;
import java.util.UUID;

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
    public void resent(int worker, int producer, int session, long sequence, long at) {
        fact++;
        Row row = sheets.begin(Tables.RESENDS);
        id(row.text(region), worker, producer, session, sequence);
        sheets.end(row.number(at));
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

    private void ended(int worker, int producer, int session, long sequence, String outcome, long at, String error) {
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
    public void processed(int group, int instance, int topic, int partition, long offset, long at) {
        Row row = sheets.begin(Tables.PROCESSED);
        member(row, group, instance);
        sheets.end(row.text(names.topic(topic)).number(partition).number(offset).number(at));
        fact++;
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
    public void sought(int group, int instance, int topic, int partition, long position, long at) {
        handed("sought", group, instance, topic, partition, position, at);
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

    @Override
    public void topicId(int topic, long mostSignificant, long leastSignificant, long at) {
        fact++;
        Row row = sheets.begin(Tables.TOPIC_IDS);
        sheets.end(row.text(region)
                .text(names.topic(topic))
                .text(new UUID(mostSignificant, leastSignificant).toString())
                .number(at));
    }

    private Row transaction(int worker, int producer, int session, long first, String kind) {
        fact++;
        return sheets.begin(Tables.TRANSACTIONS)
                .text(region)
                .number(worker)
                .number(producer)
                .number(session)
                .number(first)
                .text(kind);
    }

    @Override
    public void transactionBegun(int worker, int producer, int session, long first, long at) {
        sheets.end(transaction(worker, producer, session, first, "begun")
                .nothing(3)
                .number(at));
    }

    @Override
    public void transactionEnding(
            int worker, int producer, int session, long first, long records, boolean commit, long at) {
        sheets.end(transaction(worker, producer, session, first, "ending")
                .number(records)
                .flag(commit)
                .nothing()
                .number(at));
    }

    @Override
    public void transactionEnded(int worker, int producer, int session, long first, boolean confirmed, long at) {
        sheets.end(transaction(worker, producer, session, first, "ended")
                .nothing(2)
                .flag(confirmed)
                .number(at));
    }

    private Row stored(int store, int worker, int producer, int session, long sequence, String kind) {
        fact++;
        Row row = sheets.begin(Tables.STORE_ROWS).text(region).text(names.store(store));
        id(row, worker, producer, session, sequence);
        return row.text(kind);
    }

    @Override
    public void rowWritten(int store, int worker, int producer, int session, long sequence, long at) {
        sheets.end(stored(store, worker, producer, session, sequence, "written").number(at));
    }

    @Override
    public void rowCopied(int store, int worker, int producer, int session, long sequence, long at) {
        sheets.end(stored(store, worker, producer, session, sequence, "copied").number(at));
    }

    @Override
    public void rowRefused(int store, int worker, int producer, int session, long sequence, long at) {
        sheets.end(stored(store, worker, producer, session, sequence, "refused").number(at));
    }

    @Override
    public void rowScanned(int store, int worker, int producer, int session, long sequence) {
        sheets.end(stored(store, worker, producer, session, sequence, "held").nothing());
    }

    private Row storeEvent(int store, String kind) {
        fact++;
        return sheets.begin(Tables.STORE_EVENTS)
                .text(region)
                .text(names.store(store))
                .text(kind);
    }

    @Override
    public void storePromoted(int store, long at) {
        sheets.end(storeEvent(store, "promoted").nothing().number(at));
    }

    @Override
    public void storeScanned(int store, long rows, long at) {
        sheets.end(storeEvent(store, "scanned").number(rows).number(at));
    }
}
