package io.firedrill.scenario;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A mapping with known keys. A subclass declares its keys as fields and builds its record from them. */
public abstract class Block<T> implements Form<T> {
    private final String what;
    private final List<Key<?>> keys = new ArrayList<>();
    private final List<String> later;
    private Optional<Key<?>> shorthand = Optional.empty();

    protected Block(String what, List<String> later) {
        this.what = what;
        this.later = later;
    }

    protected Block(String what) {
        this(what, List.of());
    }

    /** Builds the value; asks for every key, so that all problems are found. */
    protected abstract T build(Fields in);

    protected final <V> Key<V> required(String name, Form<V> form, String meaning) {
        return add(new Key<>(name, form, form::read, form.fallback(), true, "required", meaning));
    }

    protected final <V> Key<V> optional(String name, Form<V> form, V absent, String defaultText, String meaning) {
        return add(new Key<>(name, form, form::read, absent, false, defaultText, meaning));
    }

    protected final <V> Key<Optional<V>> maybe(String name, Form<V> form, String defaultText, String meaning) {
        return add(
                new Key<>(name, form, at -> Optional.of(form.read(at)), Optional.empty(), false, defaultText, meaning));
    }

    /** One of several keys of which a block has exactly one; see {@link Fields#one}. */
    protected final <V, W extends V> Key<Optional<V>> alternative(String name, Form<W> form, String meaning) {
        return add(new Key<>(
                name, form, at -> Optional.of(form.read(at)), Optional.empty(), false, "one of these", meaning));
    }

    /** Lets the value of this key stand for the whole block. */
    protected final void shorthand(Key<?> key) {
        shorthand = Optional.of(key);
    }

    private <V> Key<V> add(Key<V> key) {
        keys.add(key);
        return key;
    }

    @Override
    public final T read(Cursor at) {
        Optional<T> word =
                at.node() instanceof YamlNode.Scalar scalar && !at.isEmpty() ? word(scalar) : Optional.empty();
        if (word.isPresent()) {
            return word.get();
        }
        if (at.node() instanceof YamlNode.Scalar scalar && later.contains(scalar.text())) {
            at.later(scalar.position(), scalar.text(), names());
            return fallback();
        }
        if (!(writtenOut(at.node()) instanceof YamlNode.Mapping mapping)) {
            String near = at.node() instanceof YamlNode.Scalar scalar ? Nearest.to(scalar.text(), words()) : "";
            at.wrong(shapes("a mapping with " + String.join(", ", names())), near);
            return fallback();
        }
        Cursor block = new Cursor(at.path(), mapping, at.problems());
        Set<String> misspelt = new HashSet<>();
        for (YamlNode.Entry entry : mapping.entries()) {
            if (later.contains(entry.key())) {
                block.later(entry.keyPosition(), entry.key(), names());
            } else if (!names().contains(entry.key())) {
                block.unknown(entry, names());
                misspelt.add(Nearest.to(entry.key(), names()));
            }
        }
        return build(Fields.of(block, misspelt));
    }

    /** A word that may stand for the whole block. */
    protected Optional<T> word(YamlNode.Scalar scalar) {
        return Optional.empty();
    }

    /** The words that {@link #word} takes. */
    protected List<String> words() {
        return List.of();
    }

    /** Everything that may stand in the block's place, its keys put as the caller likes. */
    final String shapes(String mapping) {
        List<String> shapes = new ArrayList<>(words());
        shorthand.map(key -> key.form().what()).ifPresent(shapes::add);
        shapes.add(keys.isEmpty() ? "{}" : mapping);
        return String.join(", or ", shapes);
    }

    @Override
    public T fallback() {
        return build(Fields.none());
    }

    @Override
    public final String what() {
        return what;
    }

    final List<String> names() {
        return keys.stream().map(Key::name).toList();
    }

    /** The abbreviation written out; an empty value is an empty block. */
    @Override
    public final YamlNode writtenOut(YamlNode node) {
        if (node instanceof YamlNode.Scalar scalar && scalar.kind() == YamlNode.Scalar.Kind.EMPTY) {
            return new YamlNode.Mapping(node.position(), List.of());
        }
        if (node instanceof YamlNode.Mapping || shorthand.isEmpty()) {
            return node;
        }
        YamlNode.Entry entry = new YamlNode.Entry(shorthand.get().name(), node.position(), node);
        return new YamlNode.Mapping(node.position(), List.of(entry));
    }

    @Override
    public final List<String> keys(YamlNode node) {
        return names();
    }

    @Override
    public final Optional<Form<?>> child(String key) {
        return keys.stream().filter(it -> it.name().equals(key)).findFirst().map(Key::form);
    }

    @Override
    public final List<String> laterKeys() {
        return later;
    }

    final List<Key<?>> declared() {
        return keys;
    }

    /** Keys of which a block has exactly one. */
    protected List<? extends Key<?>> alternatives() {
        return List.of();
    }

    @Override
    public final Map<String, Object> schema() {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (Key<?> key : keys) {
            Map<String, Object> property = new LinkedHashMap<>();
            property.put("description", key.meaning() + (key.required() ? "" : ". Default: " + key.defaultText()));
            property.putAll(key.form().schema());
            properties.put(key.name(), property);
            if (key.required()) {
                required.add(key.name());
            }
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", required.isEmpty() && alternatives().isEmpty() ? List.of("object", "null") : "object");
        object.put("properties", properties);
        object.put("additionalProperties", false);
        if (!required.isEmpty()) {
            object.put("required", required);
        }
        if (!alternatives().isEmpty()) {
            object.put(
                    "oneOf",
                    alternatives().stream()
                            .map(key -> Map.of("required", List.of(key.name())))
                            .toList());
        }
        List<Object> either = new ArrayList<>();
        shorthand.ifPresent(key -> either.add(key.form().schema()));
        if (!words().isEmpty()) {
            either.add(Map.of("enum", words()));
        }
        if (either.isEmpty()) {
            return object;
        }
        either.add(object);
        return Map.of("anyOf", either);
    }
}
