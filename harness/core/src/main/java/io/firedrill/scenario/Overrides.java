package io.firedrill.scenario;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Applies {@code --set path=value} to the tree before it is read. Keys may hold dots ({@code objectives.rto.service}): the longest key
 * that fits is taken.
 */
final class Overrides {
    /** Begins the file name of every position that came from an override. */
    static final String OPTION = "--set";

    private final Form<?> language;
    private final Problems problems;

    Overrides(Form<?> language, Problems problems) {
        this.language = language;
        this.problems = problems;
    }

    /** The tree with all overrides applied, in their order; an override that leads nowhere is a problem and changes nothing. */
    YamlNode apply(YamlNode root, Map<String, String> overrides) {
        YamlNode tree = root;
        for (Map.Entry<String, String> override : overrides.entrySet()) {
            tree = apply(tree, override.getKey(), override.getValue());
        }
        return tree;
    }

    private YamlNode apply(YamlNode root, String path, String text) {
        String option = OPTION + " " + Excerpt.of(path) + "=" + Excerpt.of(text);
        Problems wrong = new Problems();
        Optional<YamlNode> value = new YamlText(text, Marks.onCommandLine(option), wrong).read();
        wrong.inReadingOrder().forEach(problems::add);
        if (!wrong.isEmpty()) {
            return root;
        }
        Change change = new Change(path, option, value);
        return root instanceof YamlNode.Mapping ? change.in(root, language, path) : root;
    }

    /** One override on its way down. */
    private final class Change {
        private final String path;
        private final String option;
        private final YamlNode value;

        Change(String path, String option, Optional<YamlNode> value) {
            this.path = path;
            this.option = option;
            this.value = value.orElseGet(this::nothing);
        }

        private YamlNode in(YamlNode node, Form<?> form, String rest) {
            if (form.takesAnyKey()) {
                return mapping(node).with(rest, value);
            }
            YamlNode written = form.writtenOut(node);
            List<String> keys = form.keys(written);
            Optional<String> key = keys.stream()
                    .filter(it -> rest.equals(it) || rest.startsWith(it + "."))
                    .max(Comparator.comparingInt(String::length));
            Optional<Form<?>> child = key.flatMap(form::child);
            if (key.isEmpty() || child.isEmpty()) {
                leadsNowhere(rest, form, keys);
                return node;
            }
            boolean here = rest.equals(key.get());
            String further = here ? "" : rest.substring(key.get().length() + 1);
            if (written instanceof YamlNode.Sequence sequence) {
                int index = Integer.parseInt(key.get());
                YamlNode item = sequence.items().get(index);
                return withItem(sequence, index, here ? value : in(item, child.get(), further));
            }
            YamlNode.Mapping mapping = mapping(written);
            YamlNode before =
                    mapping.entry(key.get()).map(YamlNode.Entry::value).orElseGet(this::nothing);
            YamlNode after = here ? value : in(before, child.get(), further);
            return after == before ? node : mapping.with(key.get(), after);
        }

        private void leadsNowhere(String rest, Form<?> form, List<String> keys) {
            String done = path.substring(0, path.length() - rest.length());
            String where = done.isEmpty() ? "the scenario" : done.substring(0, done.length() - 1);
            String word = rest.contains(".") ? rest.substring(0, rest.indexOf('.')) : rest;
            String allowed = String.join(", ", keys);
            Optional<String> later = form.laterKeys().stream()
                    .filter(it -> rest.equals(it) || rest.startsWith(it + "."))
                    .findFirst();
            if (later.isPresent()) {
                report(later.get(), allowed, "", Later.sentence(later.get()));
            } else if (keys.isEmpty()) {
                report(word, "", "", where + " has nothing below it that could be set");
            } else {
                String nearest = Nearest.to(rest, keys).isEmpty() ? Nearest.to(word, keys) : Nearest.to(rest, keys);
                report(word, allowed, nearest, "nothing named '" + Excerpt.of(word) + "' can be set in " + where);
            }
        }

        private void report(String found, String allowed, String nearest, String message) {
            problems.add(new ScenarioProblem(Position.whole(option), path, found, allowed, nearest, message));
        }

        private YamlNode.Mapping mapping(YamlNode node) {
            return node instanceof YamlNode.Mapping mapping
                    ? mapping
                    : new YamlNode.Mapping(Position.whole(option), List.of());
        }

        private YamlNode nothing() {
            return new YamlNode.Scalar(Position.whole(option), "", YamlNode.Scalar.Kind.EMPTY);
        }

        private YamlNode withItem(YamlNode.Sequence sequence, int index, YamlNode item) {
            List<YamlNode> items = new ArrayList<>(sequence.items());
            items.set(index, item);
            return new YamlNode.Sequence(sequence.position(), items);
        }
    }
}
