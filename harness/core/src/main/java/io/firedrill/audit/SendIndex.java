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
    private final List<Session> sessions = new ArrayList<>();
    private final Map<RecordId, Session> byId = new HashMap<>();
    private final Map<RecordId, Integer> phantoms = new HashMap<>();
    private final List<RecordId> phantomIds = new ArrayList<>();
    private @Nullable Session last;

    Session session(int worker, int producer, int session) {
        Session known = find(worker, producer, session);
        if (known != null) {
            return known;
        }
        Session fresh = new Session(sessions.size(), worker, producer, session);
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

    /** The record's number; all sends must be known before the first call. */
    long ref(int worker, int producer, int session, long sequence) {
        Session known = find(worker, producer, session);
        if (known != null && known.sent(sequence)) {
            return Ref.of(known.index, sequence);
        }
        RecordId id = new RecordId(worker, producer, session, sequence);
        Integer index = phantoms.get(id);
        if (index == null) {
            index = phantomIds.size();
            phantoms.put(id, index);
            phantomIds.add(id);
        }
        return Ref.phantom(index);
    }

    List<Session> sessions() {
        return Collections.unmodifiableList(sessions);
    }

    Session session(long ref) {
        return sessions.get(Ref.session(ref));
    }

    /** Ids that a log or a delivery showed and nobody sent. */
    List<RecordId> phantoms() {
        return Collections.unmodifiableList(phantomIds);
    }
}
