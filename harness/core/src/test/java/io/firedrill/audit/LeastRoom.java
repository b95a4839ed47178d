package io.firedrill.audit;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** With how little room for columns something gets by: what is done twice needs no more when the first gave its room back. */
final class LeastRoom {

    /** For what is smaller than a page. */
    private static final long BESIDE = 60L << 10;

    private static final int MOST_PAGES = 128;

    private LeastRoom() {}

    /** In pages of a column. */
    static int of(Consumer<Scratch> work) {
        int few = 0;
        int enough = MOST_PAGES;
        while (few + 1 < enough) {
            int middle = (few + enough) / 2;
            if (suffices(middle, work)) {
                enough = middle;
            } else {
                few = middle;
            }
        }
        return enough;
    }

    private static boolean suffices(int pages, Consumer<Scratch> work) {
        // Who takes more gets an exception: there is no such folder for files.
        Scratch scratch = new Scratch(pages * (8L * LongColumn.PAGE + 8) + BESIDE, Path.of("no-such-folder"));
        try {
            work.accept(scratch);
            return true;
        } catch (UncheckedIOException noRoom) {
            return false;
        }
    }
}
