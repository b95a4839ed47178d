package io.firedrill.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The scenarios below a folder: what there is, and which one somebody means. */
public final class ScenarioLibrary {
    private static final int DEEPEST = 5;

    /** How comment lines for editors and for the nightly run begin. */
    private static final List<String> NO_SENTENCES = List.of("yaml-language-server:", "expect:", "expect on ", "also:");

    private final Path folder;

    /** A library of the {@code .yaml} files below the folder; a folder that does not exist is an empty library. */
    public ScenarioLibrary(Path folder) {
        this.folder = folder;
    }

    /**
     * A scenario of the library, sound or not.
     *
     * @param name as the file says it; of one that is not sound, the file's own name without its ending
     * @param title as the file says it; of one that is not sound empty, as pattern and opening
     * @param pattern kebab case
     * @param file where it is
     * @param opening the plain sentences at the top of the file
     * @param sound whether it can be run as it stands
     */
    public record Entry(String name, String title, String pattern, Path file, String opening, boolean sound) {}

    /** What became of a search. */
    public sealed interface Search {
        /** The file; it exists. */
        record Found(Path file) implements Search {}

        /**
         * There is no such scenario.
         *
         * @param asked what was asked for
         * @param nearest the nearest name in the library, or empty
         * @param names every name in the library
         */
        record NotFound(String asked, String nearest, List<String> names) implements Search {
            public NotFound {
                names = List.copyOf(names);
            }

            /** One line: what is not there, what was probably meant, what there is. */
            @Override
            public String toString() {
                String meant = nearest.isEmpty() ? "" : "; did you mean '" + nearest + "'?";
                String all =
                        names.isEmpty() ? "; the library is empty" : "; the library has: " + String.join(", ", names);
                return "no scenario is named '" + Excerpt.of(asked) + "', and no file is" + all + meant;
            }
        }
    }

    /**
     * Every scenario, by folder and name.
     *
     * @throws UncheckedIOException if the folder cannot be read
     */
    public List<Entry> scenarios() {
        return files().stream().map(ScenarioLibrary::entry).toList();
    }

    /**
     * The scenario that is meant: a file's path, or a name in the library, or a file of the library with or without its ending
     * ({@code active-passive/region-loss}).
     *
     * @throws UncheckedIOException if the folder cannot be read
     */
    public Search find(String nameOrPath) {
        Optional<Path> path = path(nameOrPath);
        if (path.isPresent() && Files.exists(path.get())) {
            return new Search.Found(path.get());
        }
        List<Entry> entries = scenarios();
        for (Entry entry : entries) {
            if (entry.name().equals(nameOrPath) || inLibrary(entry.file()).equals(withoutEnding(nameOrPath))) {
                return new Search.Found(entry.file());
            }
        }
        Collection<String> names = new LinkedHashSet<>();
        entries.forEach(entry -> names.add(entry.name()));
        String lastPart = path.map(Path::getFileName).map(String::valueOf).orElse(nameOrPath);
        return new Search.NotFound(nameOrPath, Nearest.to(withoutEnding(lastPart), names), List.copyOf(names));
    }

    private List<Path> files() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> below = Files.walk(folder, DEEPEST)) {
            return below.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(Files::isRegularFile)
                    .sorted(Comparator.naturalOrder())
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot list the scenarios in " + folder, unreadable);
        }
    }

    private String inLibrary(Path file) {
        return withoutEnding(folder.relativize(file).toString().replace('\\', '/'));
    }

    private static Entry entry(Path file) {
        ScenarioReading reading = new ScenarioReader().read(file);
        String fileName = withoutEnding(String.valueOf(file.getFileName()));
        if (reading instanceof ScenarioReading.Read read) {
            Scenario scenario = read.scenario();
            return new Entry(
                    scenario.name(),
                    scenario.title(),
                    Scalars.word(scenario.pattern()),
                    file,
                    opening(read.effectiveYaml()),
                    true);
        }
        return new Entry(fileName, "", "", file, "", false);
    }

    /** The comment at the top, without the lines for editors and for the nightly run. */
    static String opening(String yaml) {
        List<String> sentences = new ArrayList<>();
        for (String line : yaml.lines().toList()) {
            if (!line.isBlank() && !line.startsWith("#")) {
                break;
            }
            String words = line.replaceFirst("^#+", "").strip();
            if (!words.isEmpty() && NO_SENTENCES.stream().noneMatch(words::startsWith)) {
                sentences.add(words);
            }
        }
        return String.join(" ", sentences);
    }

    private static Optional<Path> path(String text) {
        try {
            return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
        } catch (InvalidPathException notAPath) {
            return Optional.empty();
        }
    }

    private static String withoutEnding(String name) {
        return name.replaceFirst("\\.ya?ml$", "");
    }
}
