package io.firedrill.scenario;

import java.util.Collection;

/** A node on its way to be read: the path that leads to it, and where to report what is wrong with it. */
public record Cursor(String path, YamlNode node, Problems problems) {

    public Cursor {
        problems.place(path, node.position());
    }

    /** The value of a key below this one, or of a list's item. */
    Cursor child(String key, YamlNode value) {
        return new Cursor(pathOf(key), value, problems);
    }

    public String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** The path for a message. */
    public String name() {
        return path.isEmpty() ? "the scenario" : Excerpt.of(path);
    }

    public boolean isEmpty() {
        return node instanceof YamlNode.Scalar scalar && scalar.kind() == YamlNode.Scalar.Kind.EMPTY;
    }

    /** Reports the value as another than what may stand here. */
    public void wrong(String allowed, String suggestion) {
        report(node.position(), path, allowed, suggestion, name() + " is " + node.described());
    }

    /** Reports the value with a message of its own. */
    public void wrong(String allowed, String suggestion, String message) {
        report(node.position(), path, allowed, suggestion, message);
    }

    /** Reports a key that must be there and isn't. */
    public void missing(String key, String allowed) {
        problems.add(
                new ScenarioProblem(node.position(), pathOf(key), "", allowed, "", name() + " lacks '" + key + "'"));
    }

    /** Reports a key that nobody knows. */
    void unknown(YamlNode.Entry entry, Collection<String> known) {
        String where = path.isEmpty() ? "" : " in " + Excerpt.of(path);
        problems.add(new ScenarioProblem(
                entry.keyPosition(),
                pathOf(entry.key()),
                entry.key(),
                known.isEmpty() ? "no keys at all" : String.join(", ", known),
                Nearest.to(entry.key(), known),
                "unknown key '" + Excerpt.of(entry.key()) + "'" + where));
    }

    /** Reports a word of the language that this version does not run. */
    void later(Position position, String word, Collection<String> known) {
        problems.add(
                new ScenarioProblem(position, pathOf(word), word, String.join(", ", known), "", Later.sentence(word)));
    }

    private void report(Position position, String at, String allowed, String suggestion, String message) {
        String found = node instanceof YamlNode.Scalar scalar ? Excerpt.of(scalar.text()) : node.described();
        problems.add(new ScenarioProblem(position, at, found, allowed, suggestion, message));
    }
}
