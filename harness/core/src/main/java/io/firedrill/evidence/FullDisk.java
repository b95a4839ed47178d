package io.firedrill.evidence;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells a disk without room from every other fault, and says so in a sentence for people. */
public final class FullDisk {

    /** Less than a write of ours needs. A file system may keep a last few blocks that nobody gets. */
    private static final long NEXT_TO_NOTHING = 64 << 10;

    private static final String[] SAID = {"No space left on device", "Disk quota exceeded"};

    private FullDisk() {}

    /**
     * The sentence, if an input or output failed for want of room: the error or what caused it says so, or the disk has none. (What
     * the system says comes in its language, so its words alone would not do.)
     *
     * @param place a file or folder on the disk that was written to
     */
    public static Optional<String> sentence(Throwable error, Path place) {
        boolean ofFiles = false;
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            String text = String.valueOf(cause.getMessage());
            if (cause instanceof IOException && Stream.of(SAID).anyMatch(text::contains)) {
                return Optional.of(sentence(place));
            }
            ofFiles |= cause instanceof IOException;
        }
        return ofFiles ? now(place) : Optional.empty();
    }

    /** The sentence, if the disk that holds {@code place} has no room now. */
    public static Optional<String> now(Path place) {
        try {
            return store(place).getUsableSpace() < NEXT_TO_NOTHING ? Optional.of(sentence(place)) : Optional.empty();
        } catch (IOException unknown) {
            // Nobody can say how much room there is: then it is not known to be full.
            return Optional.empty();
        }
    }

    private static String sentence(Path place) {
        String left;
        try {
            FileStore store = store(place);
            left = (store.getUsableSpace() >> 10) + " KiB of " + (store.getTotalSpace() >> 20) + " MiB are left";
        } catch (IOException unknown) {
            left = "how much is left can't be told";
        }
        return "the disk of " + place + " is full (" + left
                + "): make room there and run again, or write elsewhere with --output FOLDER";
    }

    private static FileStore store(Path place) throws IOException {
        Path there = place.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return Files.getFileStore(there);
    }
}
