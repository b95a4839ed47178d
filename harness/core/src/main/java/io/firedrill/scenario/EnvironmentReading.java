package io.firedrill.scenario;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
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

    /** Reads a file. Never throws for what it holds. */
    public static EnvironmentReading of(Path file) {
        String name = file.toString();
        try {
            return of(Files.readString(file), name);
        } catch (NoSuchFileException e) {
            return refused(name, "no such file");
        } catch (MalformedInputException e) {
            return refused(name, "this file is not UTF-8; save it as UTF-8");
        } catch (IOException e) {
            return refused(name, "this file cannot be read: " + e.getMessage());
        }
    }

    /** Reads a text; the name is for positions. */
    static EnvironmentReading of(String yaml, String name) {
        Problems problems = new Problems();
        Optional<YamlNode> node = new YamlText(yaml, Marks.inFile(name), problems).read();
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
