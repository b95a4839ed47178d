package io.firedrill.audit;

import io.firedrill.evidence.RecordId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every send of the drill, and the ids that were seen though never sent. */
final class SendIndex {
    private final Scratch scratch;
    private final List<Session> sessions = new ArrayList<>();
    private final List<Sends> all = new ArrayList<>();
    private final Map<RecordId, Session> byId = new HashMap<>();
    private final Phantoms phantoms;
    private @Nullable Session last;

    SendIndex(Scratch scratch) {
        this.scratch = scratch;
        this.phantoms = new Phantoms(scratch);
    }

    Session session(int worker, int producer, int session) {
        Session known = find(worker, producer, session);
        if (known != null) {
            return known;
        }
        Session fresh = new Session(this, sessions.size(), worker, producer, session);
        sessions.add(fresh);
        byId.put(new RecordId(worker, producer, session, 0), fresh);
        last = fresh;
        return fresh;
    }

    @Nullable
    Session find(int worker, int producer, int session) {
        Session recent = last;
        if (recent != null && recent.worker == worker && recent.producer == producer && recent.session == session) {
            return recent;
        }
        Session known = byId.get(new RecordId(worker, producer, session, 0));
        if (known != null) {
            last = known;
        }
        return known;
    }

    /** Begins what a session sent to a region. */
    Sends begin(Session session, int region) {
        Sends fresh = new Sends(session, region, all.size(), scratch);
        all.add(fresh);
        return fresh;
    }

    /** What was sent, session by session. */
    List<Sends> inOrder() {
        return sessions.stream().flatMap(session -> session.sends().stream()).toList();
    }

    /** What was sent, by {@link Sends#number}. */
    List<Sends> all() {
        return Collections.unmodifiableList(all);
    }

    /** The record's number; all sends must be known before the first call. */
    long ref(int worker, int producer, int session, long sequence) {
        Session known = find(worker, producer, session);
        if (known != null && known.sent(sequence)) {
            return Ref.of(known.index, sequence);
        }
        return Ref.phantom(phantoms.number(worker, producer, session, sequence));
    }

    List<Session> sessions() {
        return Collections.unmodifiableList(sessions);
    }

    Session session(long ref) {
        return sessions.get(Ref.session(ref));
    }

    /** Ids that a log or a delivery showed and nobody sent. */
    List<RecordId> phantoms() {
        return phantoms;
    }
}
