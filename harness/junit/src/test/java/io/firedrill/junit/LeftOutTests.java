package io.firedrill.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which test classes a build left out, and why: its last step reads and says them. */
final class LeftOutTests {
    private static final Path FILE = Path.of("target", "left-out-tests.txt");

    private LeftOutTests() {}

    /** What is noted of this test is of this build, not of one before. */
    static void note(String test, Optional<String> why) {
        try {
            Files.createDirectories(FILE.toAbsolutePath().getParent());
            List<String> noted = new ArrayList<>(Files.exists(FILE) ? Files.readAllLines(FILE) : List.of());
            noted.removeIf(line -> line.startsWith(test + ": "));
            why.ifPresent(reason -> noted.add(test + ": " + reason));
            if (noted.isEmpty()) {
                Files.deleteIfExists(FILE);
            } else {
                Files.write(FILE, noted);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't note a test that is left out", e);
        }
    }
}
