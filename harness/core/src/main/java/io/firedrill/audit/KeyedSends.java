package io.firedrill.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Chosen sends, those of one key and topic together, in the order of their invocation within each session and region. */
final class KeyedSends {

    /** Which sends are meant. */
    interface Choice {
        boolean takes(Sends sends, int row);
    }

    private final Dossier dossier;
    private final Choice choice;

    /** From a key to its number. */
    private final LongTable numbers;

    private LongArray starts;
    private LongArray places;

    /** Of one key, from one session to one region: rows in the order of their invocation. */
    record Track(Sends sends, int[] rows, long[] invoked) {}

    /** What to do with the sends of one key. */
    interface Each {
        void accept(long key, List<Track> tracks);
    }

    KeyedSends(Dossier dossier, Choice choice) {
        this.dossier = dossier;
        this.choice = choice;
        this.numbers = new LongTable(dossier.scratch());
        LongColumn counts = new LongColumn(dossier.scratch(), 1 << 10);
        forEach((sends, row) -> {
            int next = counts.size();
            int number = (int) numbers.putIfAbsent(key(sends, row), next);
            if (number == next) {
                counts.add(1);
            } else {
                counts.set(number, counts.get(number) + 1);
            }
        });
        starts = new LongArray(dossier.scratch(), counts.size() + 1);
        LongArray ends = new LongArray(dossier.scratch(), counts.size());
        long total = 0;
        for (int number = 0; number < counts.size(); number++) {
            starts.set(number, total);
            ends.set(number, total);
            total += counts.get(number);
        }
        starts.set(counts.size(), total);
        places = new LongArray(dossier.scratch(), Math.toIntExact(total));
        forEach((sends, row) -> {
            int number = (int) numbers.get(key(sends, row), -1);
            long end = ends.get(number);
            places.set((int) end, (long) sends.number << 32 | row);
            ends.set(number, end + 1);
        });
        ends.giveBack();
        counts.giveBack();
    }

    /** A key of one topic as one number. */
    static long key(Sends sends, int row) {
        return LongTable.pair(sends.keyHash(row), sends.topic(row));
    }

    private interface Row {
        void accept(Sends sends, int row);
    }

    private void forEach(Row action) {
        for (Sends sends : dossier.facts().sends().inOrder()) {
            for (int row = 0; row < sends.size(); row++) {
                if (sends.known(row) && choice.takes(sends, row)) {
                    action.accept(sends, row);
                }
            }
        }
    }

    /** Key by key. The rows of one key must fit on the heap. */
    void forEachKey(Each action) {
        numbers.forEach((key, number) -> action.accept(key, tracks((int) number)));
    }

    /** How many sends were chosen. */
    int size() {
        return places.length();
    }

    /** Whether a send of the key was chosen. */
    boolean has(long key) {
        return numbers.contains(key);
    }

    /** The sends of one key; empty when none was chosen. */
    List<Track> of(long key) {
        int number = (int) numbers.get(key, -1);
        return number < 0 ? List.of() : tracks(number);
    }

    private List<Track> tracks(int number) {
        List<Track> tracks = new ArrayList<>();
        int from = (int) starts.get(number);
        int end = (int) starts.get(number + 1);
        while (from < end) {
            int of = (int) (places.get(from) >>> 32);
            int to = from + 1;
            while (to < end && (int) (places.get(to) >>> 32) == of) {
                to++;
            }
            tracks.add(track(dossier.facts().sends().numbered(of), from, to));
            from = to;
        }
        return tracks;
    }

    private Track track(Sends sends, int from, int to) {
        int[] rows = new int[to - from];
        long[] invoked = new long[rows.length];
        boolean ascending = true;
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (int) places.get(from + i);
            invoked[i] = sends.invoked(rows[i]);
            ascending &= i == 0 || invoked[i - 1] <= invoked[i];
        }
        if (!ascending) {
            rows = IntStream.of(rows)
                    .boxed()
                    .sorted(Comparator.comparingLong(sends::invoked))
                    .mapToInt(Integer::intValue)
                    .toArray();
            invoked = IntStream.of(rows).mapToLong(sends::invoked).toArray();
        }
        return new Track(sends, rows, invoked);
    }

    /** Gives its room back; it may not be used any more. */
    void giveBack() {
        numbers.giveBack();
        starts.giveBack();
        places.giveBack();
    }
}
