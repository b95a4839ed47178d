package io.firedrill.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Tells evidence of a newer Firedrill, which this one can't read, from evidence that is damaged: its manifest says a later format, or the
 * first segment of a journal or scan does, under a checksum that holds.
 */
public final class NewerFormat {

    private NewerFormat() {}

    /** A sentence that says what is newer and what to do; empty when this version can be asked to read the folder. */
    public static Optional<String> of(RunFolder folder) {
        OptionalInt ofFolder = Manifest.formatVersion(folder);
        if (ofFolder.isPresent() && ofFolder.getAsInt() > Manifest.FORMAT_VERSION) {
            return Optional.of(sentence("manifest.json", ofFolder.getAsInt(), Manifest.FORMAT_VERSION));
        }
        return Stream.of(folder.journals(), folder.scans())
                .flatMap(parent -> children(parent).map(journal -> segments(parent, journal)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Stream<Path> children(Path parent) {
        try (Stream<Path> children = Files.isDirectory(parent) ? Files.list(parent) : Stream.empty()) {
            return children.filter(Files::isDirectory).sorted().toList().stream();
        } catch (IOException unreadable) {
            // Who reads the journals says so.
            return Stream.empty();
        }
    }

    private static Optional<String> segments(Path parent, Path journal) {
        try {
            Optional<Path> first =
                    JournalReader.segments(journal).values().stream().findFirst();
            if (first.isEmpty()) {
                return Optional.empty();
            }
            OptionalInt version = JournalHeader.laterVersion(SegmentFile.head(first.get()));
            return version.isPresent()
                    ? Optional.of(sentence(
                            parent.getFileName() + "/" + journal.getFileName() + "/"
                                    + first.get().getFileName(),
                            version.getAsInt(),
                            JournalHeader.VERSION))
                    : Optional.empty();
        } catch (IOException damaged) {
            // Who reads the journals names what is wrong with them.
            return Optional.empty();
        }
    }

    private static String sentence(String part, int version, int most) {
        return "the evidence was made by a newer version of Firedrill: " + part + " has format " + version
                + ", this one reads up to " + most + ". Read it with that version or a later one";
    }
}
