package io.firedrill.run;

import io.firedrill.scenario.ScenarioLibrary;
import io.firedrill.scenario.ScenarioReader;
import io.firedrill.scenario.ScenarioReading;
import java.nio.file.Path;
import java.util.Map;

/** Reads scenarios of a library, or of files elsewhere. */
public final class Library {

    private final ScenarioLibrary library;

    /** The library below a folder, one folder a pattern. */
    public Library(Path folder) {
        this.library = new ScenarioLibrary(folder);
    }

    /**
     * Reads a scenario.
     *
     * @param nameOrFile a name of the library, or a path
     * @param overrides path to value
     * @throws RefusedException there is no such scenario; what is wrong inside one is in the answer
     */
    public ScenarioReading read(String nameOrFile, Map<String, String> overrides) throws RefusedException {
        ScenarioLibrary.Search search = library.find(nameOrFile);
        if (search instanceof ScenarioLibrary.Search.Found found) {
            return new ScenarioReader().read(shortest(found.file()), overrides);
        }
        throw new RefusedException(search.toString());
    }

    // Problems name the file: as short as it can be typed from here.
    private static Path shortest(Path file) {
        Path here = Path.of("").toAbsolutePath();
        Path absolute = file.toAbsolutePath().normalize();
        return absolute.startsWith(here) ? here.relativize(absolute) : file;
    }
}
