package io.firedrill.run;

import io.firedrill.evidence.NewerFormat;
import io.firedrill.evidence.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The runs below a folder, {@code <scenario>/<time>/} each.
 *
 * @param base {@code reports/runs} unless told otherwise
 */
public record RunFolders(Path base) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss");

    /**
     * Makes a new, empty folder for a run. A folder that is there is never used again: the second run of one second is called
     * {@code <time>-2}.
     *
     * @throws RefusedException the folder can't be made or written
     */
    public RunFolder create(String scenario, LocalDateTime now) throws RefusedException {
        Path parent = base.resolve(scenario);
        String name = TIME.format(now);
        try {
            Files.createDirectories(parent);
            for (int again = 1; ; again++) {
                Path folder = parent.resolve(again == 1 ? name : name + "-" + again);
                if (makes(folder)) {
                    tryWriting(folder);
                    return new RunFolder(folder);
                }
            }
        } catch (IOException e) {
            throw unwritable(base, e);
        }
    }

    /**
     * Makes the folder of a run where it is asked for; one that is there must be empty.
     *
     * @throws RefusedException there is something in it, or it can't be made or written
     */
    public static RunFolder createAt(Path folder) throws RefusedException {
        Path absolute = folder.toAbsolutePath().normalize();
        try {
            Files.createDirectories(absolute);
            try (Stream<Path> inside = Files.list(absolute)) {
                if (inside.findAny().isPresent()) {
                    throw new RefusedException(
                            folder + " is not empty, and a run overwrites nothing: give another folder with --output");
                }
            }
            tryWriting(absolute);
            return new RunFolder(absolute);
        } catch (IOException e) {
            throw unwritable(absolute, e);
        }
    }

    private static boolean makes(Path folder) throws IOException {
        try {
            Files.createDirectory(folder);
            return true;
        } catch (FileAlreadyExistsException taken) {
            return false;
        }
    }

    private static RefusedException unwritable(Path folder, IOException e) {
        return new RefusedException(
                "can't write to " + folder + ": " + Sentences.of(e)
                        + ". Make room or make it writable, or write elsewhere with --output FOLDER",
                e);
    }

    // A full disk often still makes folders.
    private static void tryWriting(Path folder) throws IOException {
        Path probe = folder.resolve(".writable");
        Files.write(probe, new byte[64 * 1024]);
        Files.delete(probe);
    }

    /**
     * A run by what a person calls it: a folder, {@code region-loss/20260131T101500}, or {@code region-loss} for its latest.
     *
     * @throws RefusedException there is no such run, or a newer version of Firedrill made it
     */
    public RunFolder find(String name) throws RefusedException {
        for (Path folder : List.of(Path.of(name), base.resolve(name))) {
            if (isRun(folder)) {
                return readable(new RunFolder(folder.toAbsolutePath().normalize()));
            }
        }
        List<RunFolder> runs = of(name);
        if (!runs.isEmpty()) {
            return readable(runs.get(runs.size() - 1));
        }
        if (Files.isDirectory(Path.of(name))) {
            throw new RefusedException(name + " is not the folder of a run: it has no timeline.jsonl");
        }
        List<String> known = scenarios();
        throw new RefusedException("there is no run '" + name + "'"
                + (known.isEmpty()
                        ? ": nothing has been run yet below " + base
                        : ". Runs below " + base + " are of: " + String.join(", ", known)));
    }

    private static RunFolder readable(RunFolder run) throws RefusedException {
        Optional<String> newer = NewerFormat.of(run);
        if (newer.isPresent()) {
            throw new RefusedException(run.root() + ": " + newer.get());
        }
        return run;
    }

    /** The runs of a scenario, oldest first. */
    public List<RunFolder> of(String scenario) {
        return folders(base.resolve(scenario)).stream()
                .filter(RunFolders::isRun)
                .map(RunFolder::new)
                .toList();
    }

    /** Scenarios that have been run here. */
    public List<String> scenarios() {
        return folders(base).stream()
                .map(folder -> folder.getFileName().toString())
                .filter(name -> !of(name).isEmpty())
                .toList();
    }

    /** Every folder where a run is or was about to be, finished or not. */
    public List<RunFolder> all() {
        List<RunFolder> all = new ArrayList<>();
        for (Path scenario : folders(base)) {
            folders(scenario).forEach(folder -> all.add(new RunFolder(folder)));
        }
        return all;
    }

    private static boolean isRun(Path folder) {
        return Files.isRegularFile(new RunFolder(folder).timeline());
    }

    private static List<Path> folders(Path parent) {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(Files::isDirectory)
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("can't list " + parent, e);
        }
    }
}
