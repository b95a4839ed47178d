package io.firedrill.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A piece of YAML with its place: what a scenario file says before anybody asks what it means. */
public sealed interface YamlNode {

    /** Where it begins. */
    Position position();

    /** What stands there, for a message. */
    String described();

    /** Key and value pairs in the file's order; every key occurs once. */
    record Mapping(Position position, List<Entry> entries) implements YamlNode {
        public Mapping {
            entries = List.copyOf(entries);
        }

        Optional<Entry> entry(String key) {
            return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
        }

        List<String> keys() {
            return entries.stream().map(Entry::key).toList();
        }

        /** This mapping with the value of the key replaced where it stands, or the key added at the end. */
        Mapping with(String key, YamlNode value) {
            List<Entry> changed = new ArrayList<>();
            boolean replaced = false;
            for (Entry entry : entries) {
                boolean same = entry.key().equals(key);
                replaced |= same;
                changed.add(same ? new Entry(key, entry.keyPosition(), value) : entry);
            }
            if (!replaced) {
                changed.add(new Entry(key, value.position(), value));
            }
            return new Mapping(position, changed);
        }

        @Override
        public String described() {
            return entries.isEmpty() ? "an empty mapping" : "a mapping";
        }
    }

    /** One key with its value. */
    record Entry(String key, Position keyPosition, YamlNode value) {}

    /** A list. */
    record Sequence(Position position, List<YamlNode> items) implements YamlNode {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String described() {
            return items.isEmpty() ? "an empty list" : "a list";
        }
    }

    /** A single value. */
    record Scalar(Position position, String text, Kind kind) implements YamlNode {

        /** What YAML takes the value for (JSON schema: true, false, null, numbers); quoted values are text. */
        enum Kind {
            TEXT,
            INTEGER,
            DECIMAL,
            BOOLEAN,
            EMPTY
        }

        private boolean looksLikeNumber() {
            return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        }

        @Override
        public String described() {
            return switch (kind) {
                case TEXT -> (looksLikeNumber() ? "the text " : "") + "'" + Excerpt.of(text) + "'";
                case INTEGER, DECIMAL -> "the number " + Excerpt.of(text);
                case BOOLEAN -> "the word " + text;
                case EMPTY -> "empty";
            };
        }
    }
}
