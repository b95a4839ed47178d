package io.firedrill.region;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The directory of things that are made once and used by every later run. What is in it can be removed at any time; it
 * is made again. Two runs that make the same thing at once do not disturb each other.
 *
 * @param directory exists
 */
public record HarnessCache(Path directory) {
    /** A file lock excludes other processes and not other threads of this one. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    /** System property that names the directory. */
    public static final String DIRECTORY = "firedrill.cache";

    /** Makes one file of the cache. */
    @FunctionalInterface
    public interface Maker {
        /** Writes the file to {@code target}, which does not exist yet. */
        void make(Path target) throws IOException;
    }

    /** The cache that {@link #DIRECTORY} names, else {@code $XDG_CACHE_HOME/firedrill}, else {@code ~/.cache/firedrill}. */
    public static HarnessCache locate() throws IOException {
        String named = System.getProperty(DIRECTORY);
        if (named != null) {
            return at(Path.of(named));
        }
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path parent = xdg == null || xdg.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
        return at(parent.resolve("firedrill"));
    }

    /** The cache in {@code directory}, made when absent. */
    public static HarnessCache at(Path directory) throws IOException {
        try {
            return new HarnessCache(Files.createDirectories(directory.toAbsolutePath()));
        } catch (IOException e) {
            throw new IOException(
                    "cannot use " + directory + " as cache; name another with -D" + DIRECTORY + "=<directory>", e);
        }
    }

    /**
     * The file {@code name}, made by {@code maker} when absent. It appears whole or not at all. Who comes while another
     * process makes it waits and uses that one.
     */
    public Path getOrMake(String name, Maker maker) throws IOException {
        Path file = directory.resolve(name);
        if (Files.exists(file)) {
            return file;
        }
        THREADS.lock();
        try {
            return makeLocked(file, maker);
        } finally {
            THREADS.unlock();
        }
    }

    private static Path makeLocked(Path file, Maker maker) throws IOException {
        Path folder = Files.createDirectories(file.resolveSibling("."));
        // The lock file stays: removing it would let a third process lock another file of the same name.
        try (FileChannel channel = FileChannel.open(
                        folder.resolve(file.getFileName() + ".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (!Files.exists(file)) {
                Path fresh = folder.resolve(
                        file.getFileName() + "." + ProcessHandle.current().pid() + ".new");
                Files.deleteIfExists(fresh);
                try {
                    maker.make(fresh);
                    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                } finally {
                    Files.deleteIfExists(fresh);
                }
            }
            return file;
        }
    }
}
