package io.firedrill.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Remembers every fact as text. */
final class RecordedFacts implements FactSink {
    final List<String> facts = new ArrayList<>();

    private void add(String kind, Object... fields) {
        facts.add(kind + Arrays.toString(fields));
    }

    @Override
    public void sent(int w, int p, int s, long seq, long key, int topic, int bytes, long intended, long invoked) {
        add("sent", w, p, s, seq, key, topic, bytes, intended, invoked);
    }

    @Override
    public void acked(int w, int p, int s, long seq, int topic, int partition, long offset, long at) {
        add("acked", w, p, s, seq, topic, partition, offset, at);
    }

    @Override
    public void failed(int w, int p, int s, long seq, long at, String error) {
        add("failed", w, p, s, seq, at, error);
    }

    @Override
    public void unknown(int w, int p, int s, long seq, long at, String error) {
        add("unknown", w, p, s, seq, at, error);
    }

    @Override
    public void delivered(
            int group,
            int instance,
            int topic,
            int partition,
            long offset,
            int w,
            int p,
            int s,
            long seq,
            long at,
            boolean intact) {
        add("delivered", group, instance, topic, partition, offset, w, p, s, seq, at, intact);
    }

    @Override
    public void deliveredForeign(int group, int instance, int topic, int partition, long offset, long at) {
        add("deliveredForeign", group, instance, topic, partition, offset, at);
    }

    @Override
    public void committed(int group, int topic, int partition, long offset, long at) {
        add("committed", group, topic, partition, offset, at);
    }

    @Override
    public void assigned(int group, int instance, int topic, int partition, long position, long at) {
        add("assigned", group, instance, topic, partition, position, at);
    }

    @Override
    public void revoked(int group, int instance, int topic, int partition, long position, long at) {
        add("revoked", group, instance, topic, partition, position, at);
    }

    @Override
    public void scanned(
            int topic,
            int partition,
            long offset,
            int w,
            int p,
            int s,
            long seq,
            long key,
            long timestamp,
            int bytes,
            int digest,
            boolean intact) {
        add("scanned", topic, partition, offset, w, p, s, seq, key, timestamp, bytes, digest, intact);
    }

    @Override
    public void scannedForeign(int topic, int partition, long offset, long timestamp, int bytes) {
        add("scannedForeign", topic, partition, offset, timestamp, bytes);
    }

    @Override
    public void scanComplete(int topic, int partition, long start, long end, long at) {
        add("scanComplete", topic, partition, start, end, at);
    }

    @Override
    public void canary(int path, boolean success, long invoked, long finished) {
        add("canary", path, success, invoked, finished);
    }

    @Override
    public void stalled(long from, long nanos) {
        add("stalled", from, nanos);
    }

    @Override
    public void resent(int worker, int producer, int session, long sequence, long at) {
        add("resent", worker, producer, session, sequence, at);
    }

    @Override
    public void processed(int group, int instance, int topic, int partition, long offset, long at) {
        add("processed", group, instance, topic, partition, offset, at);
    }

    @Override
    public void sought(int group, int instance, int topic, int partition, long position, long at) {
        add("sought", group, instance, topic, partition, position, at);
    }

    @Override
    public void topicId(int topic, long mostSignificant, long leastSignificant, long at) {
        add("topicId", topic, mostSignificant, leastSignificant, at);
    }

    @Override
    public void transactionBegun(int worker, int producer, int session, long first, long at) {
        add("transactionBegun", worker, producer, session, first, at);
    }

    @Override
    public void transactionEnding(
            int worker, int producer, int session, long first, long records, boolean commit, long at) {
        add("transactionEnding", worker, producer, session, first, records, commit, at);
    }

    @Override
    public void transactionEnded(int worker, int producer, int session, long first, boolean confirmed, long at) {
        add("transactionEnded", worker, producer, session, first, confirmed, at);
    }

    @Override
    public void rowWritten(int store, int worker, int producer, int session, long sequence, long at) {
        add("rowWritten", store, worker, producer, session, sequence, at);
    }

    @Override
    public void rowCopied(int store, int worker, int producer, int session, long sequence, long at) {
        add("rowCopied", store, worker, producer, session, sequence, at);
    }

    @Override
    public void rowRefused(int store, int worker, int producer, int session, long sequence, long at) {
        add("rowRefused", store, worker, producer, session, sequence, at);
    }

    @Override
    public void storePromoted(int store, long at) {
        add("storePromoted", store, at);
    }

    @Override
    public void rowScanned(int store, int worker, int producer, int session, long sequence) {
        add("rowScanned", store, worker, producer, session, sequence);
    }

    @Override
    public void storeScanned(int store, long rows, long at) {
        add("storeScanned", store, rows, at);
    }
}
