package io.firedrill.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One of a few words.
 *
 * @param words what each is read as, the first is the stand-in
 * @param later words that belong to the language and are not run yet
 */
public record WordForm<T>(Map<String, T> words, List<String> later) implements Form<T> {

    @Override
    public T read(Cursor at) {
        if (!(at.node() instanceof YamlNode.Scalar scalar) || at.isEmpty()) {
            at.wrong(allowed(), "");
            return fallback();
        }
        if (later.contains(scalar.text())) {
            at.wrong(allowed(), "", Later.sentence(scalar.text()));
            return fallback();
        }
        Optional<T> value = Optional.ofNullable(words.get(scalar.text()));
        if (value.isEmpty()) {
            List<String> known = new ArrayList<>(words.keySet());
            at.wrong(allowed(), Nearest.to(scalar.text().replace('_', '-'), known));
        }
        return value.orElseGet(this::fallback);
    }

    /** The same words, some more of which are refused by name. */
    WordForm<T> later(List<String> more) {
        var kept = new LinkedHashMap<>(words);
        kept.keySet().removeAll(more);
        return new WordForm<>(kept, more);
    }

    @Override
    public T fallback() {
        return words.values().iterator().next();
    }

    @Override
    public String what() {
        return allowed();
    }

    private String allowed() {
        return String.join(" | ", words.keySet());
    }

    @Override
    public Map<String, Object> schema() {
        List<Object> values = new ArrayList<>(words.keySet());
        words.keySet().stream()
                .filter(word -> word.matches("\\d+"))
                .map(Integer::valueOf)
                .forEach(values::add);
        return Map.of("enum", values);
    }
}
