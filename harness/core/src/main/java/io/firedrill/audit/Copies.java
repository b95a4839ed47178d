package io.firedrill.audit;

/** Which records a set of log entries or deliveries shows, and how often. */
final class Copies {
    private final RefSet present = new RefSet();
    private final RefSet repeated = new RefSet();

    /** Of records with more than two copies. */
    private final LongTable counts;

    private long further;
    private long most;

    Copies(Scratch scratch) {
        counts = new LongTable(scratch);
    }

    void add(long ref) {
        if (Ref.phantom(ref)) {
            return;
        }
        long count = 1;
        if (!present.add(ref)) {
            further++;
            count = 2;
            if (!repeated.add(ref)) {
                count = counts.get(ref, 2) + 1;
                counts.put(ref, count);
            }
        }
        most = Math.max(most, count);
    }

    boolean contains(long ref) {
        return present.contains(ref);
    }

    RefSet present() {
        return present;
    }

    /** Records with more than one copy. */
    RefSet repeated() {
        return repeated;
    }

    int count(long ref) {
        return repeated.contains(ref) ? (int) counts.get(ref, 2) : present.contains(ref) ? 1 : 0;
    }

    /** Copies beyond the first of each record. */
    long further() {
        return further;
    }

    /** The largest count of one record; zero when there is none. */
    long most() {
        return most;
    }
}
