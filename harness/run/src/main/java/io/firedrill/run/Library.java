package io.firedrill.run;

import io.firedrill.scenario.Nearest;
import io.firedrill.scenario.ScenarioReader;
import io.firedrill.scenario.ScenarioReading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Scenarios by name: the YAML files below a folder, one folder a pattern.
 *
 * @param folder of the library
 */
public record Library(Path folder) {

    private static final String YAML = ".yaml";

    /** Name to file, in the order of names; empty where there is no library. */
    public Map<String, Path> files() {
        Map<String, Path> files = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                all.filter(file -> file.toString().endsWith(YAML)).forEach(file -> files.put(name(file), file));
            } catch (IOException e) {
                throw new UncheckedIOException("can't list the scenarios below " + folder, e);
            }
        }
        return files;
    }

    /**
     * The file of a scenario: a name of the library, or else a path.
     *
     * @throws RefusedException there is none, with the nearest right word
     */
    public Path find(String nameOrFile) throws RefusedException {
        Map<String, Path> files = files();
        Path known = files.get(nameOrFile);
        if (known != null) {
            return known;
        }
        Path file = Path.of(nameOrFile);
        if (Files.exists(file)) {
            return file;
        }
        if (nameOrFile.endsWith(YAML) || nameOrFile.endsWith(".yml") || nameOrFile.contains("/")) {
            throw new RefusedException("there is no file " + nameOrFile);
        }
        String near = Nearest.to(nameOrFile, files.keySet());
        throw new RefusedException("there is no scenario '" + nameOrFile + "'"
                + (near.isEmpty() ? ": firedrill list shows what there is" : "; did you mean '" + near + "'?"));
    }

    /**
     * Reads a scenario.
     *
     * @param overrides path to value
     * @throws RefusedException there is no such file; what is wrong inside it is in the answer
     */
    public ScenarioReading read(String nameOrFile, Map<String, String> overrides) throws RefusedException {
        return new ScenarioReader().read(shortest(find(nameOrFile)), overrides);
    }

    // Problems name the file: as short as it can be typed from here.
    private static Path shortest(Path file) {
        Path here = Path.of("").toAbsolutePath();
        Path absolute = file.toAbsolutePath().normalize();
        return absolute.startsWith(here) ? here.relativize(absolute) : file;
    }

    private static String name(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - YAML.length());
    }
}
