package io.firedrill.drill;

import io.firedrill.evidence.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code harness.json} of a run folder: who works in it, and which processes it started. It is there as long as the drill
 * runs. One whose harness is dead tells {@code firedrill clean} what to end and remove.
 *
 * <p>A process is known by its id and the moment it started, so that a process that merely got the same id later is never
 * touched.
 *
 * <p>Thread-safe. The file is replaced as a whole, so a reader sees one state or the next, never half of one.
 */
public final class RunRecord implements AutoCloseable {

    private static final String FILE = "harness.json";
    private static final JsonMapper JSON = new JsonMapper();

    private final RunFolder folder;
    private final One harness;
    private final boolean keepData;
    private final List<One> children = new ArrayList<>();
    private boolean closed;

    private RunRecord(RunFolder folder, boolean keepData) {
        this.folder = folder;
        this.keepData = keepData;
        this.harness = One.of("harness", ProcessHandle.current());
    }

    /**
     * A process by id and start.
     *
     * @param name for people
     * @param startedMillis wall clock as the operating system tells it, or -1 where it does not
     */
    public record One(String name, long pid, long startedMillis) {

        // Linux derives a start from the boot time, which moves when the clock is adjusted.
        private static final Duration SLACK = Duration.ofSeconds(2);

        static One of(String name, ProcessHandle process) {
            return new One(
                    name,
                    process.pid(),
                    process.info().startInstant().map(Instant::toEpochMilli).orElse(-1L));
        }

        /** The running process this is; empty when it is gone, or another process has its id, or that can't be told. */
        public Optional<ProcessHandle> running() {
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(process -> process.info()
                    .startInstant()
                    .map(start -> Math.abs(start.toEpochMilli() - startedMillis) <= SLACK.toMillis())
                    .orElse(false));
        }
    }

    /**
     * What a record says.
     *
     * @param keepData brokers' data directories were to stay
     * @param children in the order they were started
     */
    public record Content(One harness, boolean keepData, List<One> children) {
        public Content {
            children = List.copyOf(children);
        }

        /** Whether the harness that wrote this still runs. */
        public boolean alive() {
            return harness.running().isPresent();
        }
    }

    /**
     * Writes the record of this process into the folder.
     *
     * @throws IOException the folder can't be written
     */
    public static RunRecord open(RunFolder folder, boolean keepData) throws IOException {
        RunRecord record = new RunRecord(folder, keepData);
        record.write();
        return record;
    }

    /**
     * Adds a child; call it right after the child was started. After {@link #close} this does nothing: a child that is
     * started while the run ends is killed by its supervisor, and the record must not come back.
     *
     * @throws IOException the folder can't be written
     */
    public synchronized void child(String name, ProcessHandle process) throws IOException {
        if (!closed) {
            children.add(One.of(name, process));
            write();
        }
    }

    /** Removes the record: nothing of this run is left running. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        Files.deleteIfExists(file(folder));
    }

    /**
     * What the folder's record says; empty where there is none.
     *
     * @throws IOException it is there but can't be read, or is no record
     */
    public static Optional<Content> read(RunFolder folder) throws IOException {
        Path file = file(folder);
        try {
            return Optional.of(JSON.readValue(Files.readString(file), Content.class));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (JacksonException broken) {
            throw new IOException(file + " is not a record of a run: " + broken.getOriginalMessage(), broken);
        }
    }

    /** Where the record of a folder lies. */
    public static Path file(RunFolder folder) {
        return folder.root().resolve(FILE);
    }

    private synchronized void write() throws IOException {
        Path next = folder.root().resolve(FILE + ".new");
        Files.writeString(next, JSON.writeValueAsString(new Content(harness, keepData, children)) + "\n");
        Files.move(next, file(folder), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
