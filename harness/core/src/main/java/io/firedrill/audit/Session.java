package io.firedrill.audit;

import io.firedrill.evidence.RecordId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One start of one producer: the first three numbers of a {@link RecordId}. */
final class Session {
    /** Its place among all of the drill, from 0. */
    int index;

    final int worker;
    final int producer;
    final int session;
    private final SendIndex all;
    private @Nullable Sends[] byRegion = {};
    private final List<Sends> sends = new ArrayList<>(1);

    Session(SendIndex all, int index, int worker, int producer, int session) {
        this.all = all;
        this.index = index;
        this.worker = worker;
        this.producer = producer;
        this.session = session;
    }

    /** What it sent, by region; usually one. */
    List<Sends> sends() {
        return sends;
    }

    /**
     * What it sent to a region, begun when nothing was yet.
     *
     * @param began when this was first met, in the order of journals and their facts
     */
    synchronized Sends to(int region, long began) {
        Sends known = known(region);
        if (known == null) {
            known = all.begin(this, region, began);
            sends.add(known);
            if (region >= byRegion.length) {
                byRegion = Arrays.copyOf(byRegion, region + 1);
            }
            byRegion[region] = known;
        }
        return known;
    }

    /** What it sent to a region, if anything. */
    @Nullable
    Sends known(int region) {
        Sends[] known = byRegion;
        return region < known.length ? known[region] : null;
    }

    /** Puts what it sent in the order in which it was met. */
    void order() {
        sends.sort(Comparator.comparingLong(of -> of.began));
    }

    /** Whether the record was handed to the region's client. */
    boolean sentTo(int region, int sequence) {
        Sends known = known(region);
        return known != null && known.known(sequence);
    }

    boolean sent(long sequence) {
        for (int i = 0; i < sends.size(); i++) {
            if (sends.get(i).known(sequence)) {
                return true;
            }
        }
        return false;
    }

    /** Hash of the key of a record that was sent. */
    long keyHash(int sequence) {
        for (int i = 0; i < sends.size(); i++) {
            if (sends.get(i).known(sequence)) {
                return sends.get(i).keyHash(sequence);
            }
        }
        throw neverSent(sequence);
    }

    /** Where a record that was sent was first handed to a client. */
    Sends first(int sequence) {
        for (int i = 0; i < sends.size(); i++) {
            if (sends.get(i).known(sequence)) {
                return sends.get(i);
            }
        }
        throw neverSent(sequence);
    }

    /** When a record that was sent was first handed to a client. */
    long firstInvoked(int sequence) {
        long first = Long.MAX_VALUE;
        boolean known = false;
        for (int i = 0; i < sends.size(); i++) {
            if (sends.get(i).known(sequence)) {
                known = true;
                first = Math.min(first, sends.get(i).invoked(sequence));
            }
        }
        if (!known) {
            throw neverSent(sequence);
        }
        return first;
    }

    /**
     * By how much a moment is earlier than every hand-over of a record that was sent, nanoseconds; 0 when it may be behind one.
     *
     * @param journal whose clock the moment is of
     * @param bound by so much the times of two journals may be wrong to each other
     */
    long early(int sequence, long at, int journal, long bound) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < sends.size(); i++) {
            Sends of = sends.get(i);
            if (of.known(sequence)) {
                long back = ClockOrder.back(of.invoked(sequence), at);
                least = Math.min(least, back > bound || of.journal() == journal ? back : 0);
            }
        }
        return least;
    }

    /** Native topic of a record that was sent. */
    int topic(int sequence) {
        for (int i = 0; i < sends.size(); i++) {
            if (sends.get(i).known(sequence)) {
                return sends.get(i).topic(sequence);
            }
        }
        throw neverSent(sequence);
    }

    private static IllegalArgumentException neverSent(int sequence) {
        return new IllegalArgumentException("sequence " + sequence + " was never sent");
    }

    RecordId id(int sequence) {
        return new RecordId(worker, producer, session, sequence);
    }
}
