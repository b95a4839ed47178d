package io.firedrill.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Turns the parser's node graph into a tree of {@link YamlNode}s: aliases and merge keys ({@code <<}) are written out, so that every
 * node keeps the position where it was written, and duplicate keys are reported.
 */
final class YamlComposer {
    /** More than any scenario; an alias that multiplies itself would reach it in a moment. */
    private static final int MOST_NODES = 100_000;

    private static final String MERGE = "<<";
    private static final Set<Tag> PLAIN_TAGS =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.MAP, Tag.SEQ);

    private final Marks marks;
    private final Problems problems;
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Position> reported = new HashSet<>();
    private int nodes;

    YamlComposer(Marks marks, Problems problems) {
        this.marks = marks;
        this.problems = problems;
    }

    /** The tree, or empty if it is endless or too large, which is then a problem. */
    Optional<YamlNode> tree(Node root) {
        try {
            return Optional.of(convert(root));
        } catch (Unbounded unbounded) {
            syntax(unbounded.position, unbounded.reason);
            return Optional.empty();
        }
    }

    private YamlNode convert(Node node) throws Unbounded {
        Position position = marks.start(node);
        if (++nodes > MOST_NODES) {
            throw new Unbounded(position, "the aliases (*) write out to more than " + MOST_NODES + " values");
        }
        if (!open.add(node)) {
            throw new Unbounded(position, "the anchor (&) holds an alias (*) to itself");
        }
        YamlNode converted;
        if (node instanceof MappingNode mapping) {
            converted = new YamlNode.Mapping(position, entries(mapping));
        } else if (node instanceof SequenceNode sequence) {
            List<YamlNode> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(convert(item));
            }
            converted = new YamlNode.Sequence(position, items);
        } else {
            ScalarNode scalar = (ScalarNode) node;
            converted = new YamlNode.Scalar(position, scalar.getValue(), kind(scalar));
        }
        if (!PLAIN_TAGS.contains(node.getTag())) {
            syntax(position, "the tag " + Excerpt.of(node.getTag().getValue()) + " is not part of the language");
        }
        open.remove(node);
        return converted;
    }

    private List<YamlNode.Entry> entries(MappingNode mapping) throws Unbounded {
        Map<String, YamlNode.Entry> own = new LinkedHashMap<>();
        Map<String, YamlNode.Entry> merged = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Position keyPosition = marks.start(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
                syntax(keyPosition, "a key must be a plain word");
                continue;
            }
            String key = keyNode.getValue();
            YamlNode value = convert(tuple.getValueNode());
            if (key.equals(MERGE) && keyNode.isPlain()) {
                merge(value, keyPosition, merged);
                continue;
            }
            YamlNode.Entry before = own.putIfAbsent(key, new YamlNode.Entry(key, keyPosition, value));
            if (before != null) {
                String text = "duplicate key '" + Excerpt.of(key) + "', first in line "
                        + before.keyPosition().line();
                report(new ScenarioProblem(keyPosition, key, key, "", "", text));
            }
        }
        merged.forEach(own::putIfAbsent);
        return List.copyOf(own.values());
    }

    private void merge(YamlNode value, Position position, Map<String, YamlNode.Entry> merged) {
        List<YamlNode> sources = value instanceof YamlNode.Sequence list ? list.items() : List.of(value);
        for (YamlNode source : sources) {
            if (source instanceof YamlNode.Mapping mapping) {
                mapping.entries().forEach(entry -> merged.putIfAbsent(entry.key(), entry));
            } else {
                syntax(position, "the merge key << takes a mapping or a list of mappings, not " + source.described());
            }
        }
    }

    private static YamlNode.Scalar.Kind kind(ScalarNode scalar) {
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.INT)) {
            return YamlNode.Scalar.Kind.INTEGER;
        }
        if (tag.equals(Tag.FLOAT)) {
            return YamlNode.Scalar.Kind.DECIMAL;
        }
        if (tag.equals(Tag.BOOL)) {
            return YamlNode.Scalar.Kind.BOOLEAN;
        }
        return tag.equals(Tag.NULL) ? YamlNode.Scalar.Kind.EMPTY : YamlNode.Scalar.Kind.TEXT;
    }

    private void syntax(Position position, String message) {
        report(new ScenarioProblem(position, "", "", "", "", message));
    }

    /** A node that is written once and used by alias many times is reported once. */
    private void report(ScenarioProblem problem) {
        if (reported.add(problem.position())) {
            problems.add(problem);
        }
    }

    private static final class Unbounded extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Position position;
        private final String reason;

        Unbounded(Position position, String reason) {
            super(reason);
            this.position = position;
            this.reason = reason;
        }
    }
}
