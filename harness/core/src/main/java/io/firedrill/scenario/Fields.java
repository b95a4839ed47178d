package io.firedrill.scenario;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The values of one block's keys, read when asked for. */
public final class Fields {
    private final Optional<Cursor> block;
    private final Set<String> misspelt;

    private Fields(Optional<Cursor> block, Set<String> misspelt) {
        this.block = block;
        this.misspelt = misspelt;
    }

    /**
     * Of a block.
     *
     * @param misspelt keys that an unknown key was probably meant to be
     */
    static Fields of(Cursor block, Set<String> misspelt) {
        return new Fields(Optional.of(block), misspelt);
    }

    /** Of a block that could not be read: every value is its stand-in and nothing is reported. */
    static Fields none() {
        return new Fields(Optional.empty(), Set.of());
    }

    /** The key's value; its absence is reported where it is required. Ask once for each key. */
    public <V> V get(Key<V> key) {
        if (block.isEmpty()) {
            return key.absent();
        }
        Cursor at = block.get();
        YamlNode.Mapping mapping = (YamlNode.Mapping) at.node();
        Optional<YamlNode.Entry> entry = mapping.entry(key.name());
        if (entry.isPresent()) {
            return key.read().apply(at.child(key.name(), entry.get().value()));
        }
        if (key.required()) {
            missing(at, key);
        }
        return key.absent();
    }

    /** A key that is there misspelt is reported as that alone. */
    private void missing(Cursor at, Key<?> key) {
        if (misspelt.contains(key.name())) {
            at.problems().spoil(at.pathOf(key.name()));
        } else {
            at.missing(key.name(), key.form().what());
        }
    }

    public boolean has(Key<?> key) {
        return block.map(at -> ((YamlNode.Mapping) at.node()).entry(key.name()).isPresent())
                .orElse(false);
    }

    /** The block itself, unless it could not be read. */
    public Optional<Cursor> block() {
        return block;
    }

    /** The one of these keys that the block has; none or several are reported. */
    public <V> Optional<V> one(List<Key<Optional<V>>> alternatives, String what, List<String> names) {
        if (block.isEmpty()) {
            return Optional.empty();
        }
        Cursor at = block.get();
        List<Key<Optional<V>>> present = alternatives.stream().filter(this::has).toList();
        List<Optional<V>> values = present.stream().map(this::get).toList();
        for (Key<?> second : present.subList(Math.min(1, present.size()), present.size())) {
            String message = at.name() + " has a second " + what + ", '" + second.name() + "' beside '"
                    + present.get(0).name() + "'";
            at.problems().impossible(at.pathOf(second.name()), second.name(), "one " + what, message);
        }
        boolean alreadyReported = !names.containsAll(((YamlNode.Mapping) at.node()).keys());
        if (present.isEmpty() && !alreadyReported) {
            String allowed =
                    String.join(", ", alternatives.stream().map(Key::name).toList());
            at.wrong(allowed, "", at.name() + " names no " + what);
        }
        return values.stream().findFirst().flatMap(value -> value);
    }
}
