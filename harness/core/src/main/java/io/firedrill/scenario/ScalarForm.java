package io.firedrill.scenario;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A single value.
 *
 * @param what for messages
 * @param parse empty if the value is not one
 * @param suggest what was probably meant by a value that does not parse, or empty
 * @param fallback stand-in
 * @param schema JSON Schema
 */
public record ScalarForm<T>(
        String what,
        Function<YamlNode.Scalar, Optional<T>> parse,
        Function<YamlNode.Scalar, String> suggest,
        T fallback,
        Map<String, Object> schema)
        implements Form<T> {

    @Override
    public T read(Cursor at) {
        if (!(at.node() instanceof YamlNode.Scalar scalar)) {
            at.wrong(what, "");
            return fallback;
        }
        Optional<T> value = parse.apply(scalar);
        if (value.isEmpty()) {
            at.wrong(what, suggest.apply(scalar));
        }
        return value.orElse(fallback);
    }

    /** The same values under another name. */
    public ScalarForm<T> called(String name) {
        return new ScalarForm<>(name, parse, suggest, fallback, schema);
    }

    /** The same values, read as something else. */
    public <R> ScalarForm<R> as(Function<T, R> meaning) {
        return new ScalarForm<>(
                what, scalar -> parse.apply(scalar).map(meaning), suggest, meaning.apply(fallback), schema);
    }
}
