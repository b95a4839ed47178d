package io.firedrill.scenario;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What may stand at one place of a scenario, and what it means. The one source of three things: the reader asks it to read, the
 * JSON Schema and the README's tables are generated from it.
 *
 * @param <T> what it is read as
 */
public interface Form<T> {

    /** Reads the node. What is wrong is reported, and the fallback (or as much as could be read) returned. */
    T read(Cursor at);

    /** Harmless stand-in for a value that could not be read, so that the rest of the file is still checked. */
    T fallback();

    /** For messages and tables: {@code a duration such as 30s}. */
    String what();

    /** JSON Schema, draft-07. */
    Map<String, Object> schema();

    /** The names that a path of {@code --set} may go on with. */
    default List<String> keys(YamlNode node) {
        return List.of();
    }

    /** Names that belong to the language here and are not run yet. */
    default List<String> laterKeys() {
        return List.of();
    }

    /** Whether any name at all may follow, dots included; the value is then a text. */
    default boolean takesAnyKey() {
        return false;
    }

    /** What stands at one of {@link #keys}. */
    default Optional<Form<?>> child(String key) {
        return Optional.empty();
    }

    /** The node with an abbreviation written out, so that a path can go on below it. */
    default YamlNode writtenOut(YamlNode node) {
        return node;
    }
}
