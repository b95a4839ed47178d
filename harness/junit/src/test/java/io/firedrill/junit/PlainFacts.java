package io.firedrill.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.FactSink;
import io.firedrill.evidence.JournalReader;
import io.firedrill.evidence.RecordId;
import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.evidence.TimelineReader;
import java.util.HashMap;
import java.util.Map;

/** What a run's journals say, read plainly: live tests hold the audit against it. */
final class PlainFacts {
    private PlainFacts() {}

    /**
     * A send of the first worker of a region.
     *
     * @param topic its index in the catalogue
     * @param partition of its acknowledgement; -1: there was none
     * @param sent when it was handed to the client, monotonic nanoseconds
     * @param acknowledged when it was first acknowledged; {@code Long.MAX_VALUE}: it never was
     */
    record Send(int topic, int partition, long sent, long acknowledged) {}

    static Catalogue catalogue(RunFolder folder) {
        return TimelineReader.read(folder.timeline())
                .first(TimelineEvent.RunStarted.class)
                .orElseThrow()
                .catalogue();
    }

    /** What the first worker of a region sent. */
    static Map<RecordId, Send> sends(RunFolder folder, String region) {
        Map<RecordId, Send> sends = new HashMap<>();
        var state = JournalReader.read(folder.journal(region, 1), new FactSink() {
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
                sends.put(
                        new RecordId(worker, producer, session, sequence),
                        new Send(topic, -1, invoked, Long.MAX_VALUE));
            }

            @Override
            public void acked(
                    int worker,
                    int producer,
                    int session,
                    long sequence,
                    int topic,
                    int partition,
                    long offset,
                    long at) {
                // A record that was sent twice is acknowledged with the first.
                sends.computeIfPresent(
                        new RecordId(worker, producer, session, sequence),
                        (id, send) -> send.acknowledged() == Long.MAX_VALUE
                                ? new Send(send.topic(), partition, send.sent(), at)
                                : send);
            }
        });
        assertThat(state.damaged()).isFalse();
        return sends;
    }
}
