package io.firedrill.cli;

import io.firedrill.run.RefusedException;
import io.firedrill.run.Sentences;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A folder that a command fills and that nothing else is in. */
final class EmptyFolder {
    private EmptyFolder() {}

    /**
     * Makes it where there is none.
     *
     * @param filler what fills it, as {@code an export}
     * @throws RefusedException there is something in it, or it can't be made or written
     */
    static void make(Path folder, String filler) throws RefusedException {
        try {
            Files.createDirectories(folder);
            try (Stream<Path> inside = Files.list(folder)) {
                if (inside.findAny().isPresent()) {
                    throw new RefusedException(
                            folder + " is not empty, and " + filler + " overwrites nothing: give another folder");
                }
            }
        } catch (IOException e) {
            throw new RefusedException(
                    "can't write to " + folder + ": " + Sentences.of(e) + ". Give another folder", e);
        }
        if (!Files.isWritable(folder)) {
            throw new RefusedException(folder + " can't be written: give another folder");
        }
    }
}
