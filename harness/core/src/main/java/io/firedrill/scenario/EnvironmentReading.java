package io.firedrill.scenario;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of reading an environment file.
 *
 * @param environment where nothing is wrong with the file
 * @param problems everything that is, in the order of the file
 */
public record EnvironmentReading(Optional<Environment> environment, List<ScenarioProblem> problems) {
    public EnvironmentReading {
        problems = List.copyOf(problems);
    }

    /** Whether an override is one of an environment, and not of a scenario. */
    public static boolean takes(String path) {
        YamlNode nothing = new YamlNode.Mapping(Position.whole(Overrides.OPTION), List.of());
        return EnvironmentForm.FORM.keys(nothing).stream()
                .anyMatch(key -> path.equals(key) || path.startsWith(key + "."));
    }

    /**
     * Reads a file and applies overrides. Never throws for what they hold.
     *
     * @param file empty: nothing is said but by the overrides
     * @param overrides path to value
     */
    public static EnvironmentReading of(Optional<Path> file, Map<String, String> overrides) {
        return file.map(path -> of(path, overrides)).orElseGet(() -> of("", Overrides.OPTION, overrides));
    }

    private static EnvironmentReading of(Path file, Map<String, String> overrides) {
        String name = file.toString();
        try {
            return of(Files.readString(file), name, overrides);
        } catch (NoSuchFileException e) {
            return refused(name, "no such file");
        } catch (MalformedInputException e) {
            return refused(name, "this file is not UTF-8; save it as UTF-8");
        } catch (IOException e) {
            return refused(name, "this file cannot be read: " + e.getMessage());
        }
    }

    /** Reads a text; the name is for positions. */
    static EnvironmentReading of(String yaml, String name, Map<String, String> overrides) {
        Problems problems = new Problems();
        YamlNode nothing = new YamlNode.Mapping(Position.whole(name), List.of());
        Optional<YamlNode> node =
                yaml.isBlank() ? Optional.of(nothing) : new YamlText(yaml, Marks.inFile(name), problems).read();
        node = node.map(root -> new Overrides(EnvironmentForm.FORM, problems).apply(root, overrides));
        Environment environment = node.map(root -> EnvironmentForm.FORM.read(new Cursor("", root, problems)))
                .orElseGet(Environment::ordinary);
        return problems.isEmpty()
                ? new EnvironmentReading(Optional.of(environment), List.of())
                : new EnvironmentReading(Optional.empty(), problems.inReadingOrder());
    }

    private static EnvironmentReading refused(String name, String message) {
        return new EnvironmentReading(
                Optional.empty(), List.of(new ScenarioProblem(Position.whole(name), "", "", "", "", message)));
    }
}
