package io.firedrill.audit;

import io.firedrill.evidence.RecordId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
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
    private final List<Phantoms> readers = new ArrayList<>();

    SendIndex(Scratch scratch) {
        this.scratch = scratch;
        this.phantoms = new Phantoms(scratch, -1);
    }

    /** The session of that id, begun when nobody sent of it yet. */
    synchronized Session session(int worker, int producer, int session) {
        return byId.computeIfAbsent(new RecordId(worker, producer, session, 0), id -> {
            Session fresh = new Session(this, sessions.size(), worker, producer, session);
            sessions.add(fresh);
            return fresh;
        });
    }

    /** Null when nobody sent of it. */
    synchronized @Nullable Session find(int worker, int producer, int session) {
        return byId.get(new RecordId(worker, producer, session, 0));
    }

    /**
     * Puts sessions, and what each sent, in the order in which journals were given, whoever read them first. After this no session is
     * begun.
     */
    synchronized void order() {
        all.sort(Comparator.comparingLong(sends -> sends.began));
        List<Session> found = new ArrayList<>();
        all.stream().map(sends -> sends.session).distinct().forEach(found::add);
        sessions.clear();
        found.forEach(session -> {
            session.index = sessions.size();
            session.order();
            sessions.add(session);
        });
        for (int number = 0; number < all.size(); number++) {
            all.get(number).number = number;
        }
    }

    /** Begins what a session sent to a region. */
    synchronized Sends begin(Session session, int region, long began) {
        Sends fresh = new Sends(session, region, began, scratch);
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

    /** What was sent under a {@link Sends#number}. */
    Sends numbered(int number) {
        return all.get(number);
    }

    List<Session> sessions() {
        return Collections.unmodifiableList(sessions);
    }

    Session session(long ref) {
        return sessions.get(Ref.session(ref));
    }

    /** Of a reader of deliveries or scans: ids that it meets and nobody sent. */
    synchronized Phantoms reader() {
        Phantoms fresh = new Phantoms(scratch, readers.size());
        readers.add(fresh);
        return fresh;
    }

    /** Brings together what the readers met, each id once and in the order of readers. */
    synchronized void met() {
        readers.forEach(reader -> reader.forEach(phantoms::number));
    }

    /** Ids that a log or a delivery showed and nobody sent. */
    List<RecordId> phantoms() {
        return phantoms;
    }

    /** The id behind a phantom's ref. */
    RecordId phantom(long ref) {
        return readers.get(Ref.reader(ref)).get(Ref.number(ref));
    }
}
