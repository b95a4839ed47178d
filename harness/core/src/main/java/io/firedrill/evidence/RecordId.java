package io.firedrill.evidence;

/**
 * The identity of a record (MEASURES.md, 1): {@code r = (worker, producer, session, sequence)}. Numbers are indexes into the
 * run's {@link Catalogue}.
 *
 * @param worker index of the region whose worker produced it
 * @param producer index of the producer
 * @param session which start of that producer, from 1
 * @param sequence from 0 within the session, dense
 */
public record RecordId(int worker, int producer, int session, long sequence) {

    /** Plain text as in the header {@code firedrill-id}: {@code worker.producer.session.sequence}. */
    @Override
    public String toString() {
        return worker + "." + producer + "." + session + "." + sequence;
    }
}
