package io.firedrill.scenario;

import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Present;
import org.snakeyaml.engine.v2.api.lowlevel.Serialize;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.JsonSchema;

/** Writes a tree as YAML that reads back to the same tree; comments, anchors and layout are gone. */
final class YamlWriter {
    private YamlWriter() {}

    static String write(YamlNode root) {
        DumpSettings settings = DumpSettings.builder()
                .setSchema(new JsonSchema())
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setIndicatorIndent(2)
                .setIndentWithIndicator(true)
                .setIndent(4)
                .setSplitLines(false)
                .build();
        return new Present(settings)
                .emitToString(new Serialize(settings).serializeOne(node(root)).iterator());
    }

    private static Node node(YamlNode from) {
        if (from instanceof YamlNode.Mapping mapping) {
            List<NodeTuple> tuples = new ArrayList<>();
            for (YamlNode.Entry entry : mapping.entries()) {
                tuples.add(new NodeTuple(scalar(Tag.STR, entry.key()), node(entry.value())));
            }
            return new MappingNode(Tag.MAP, tuples, tuples.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK);
        }
        if (from instanceof YamlNode.Sequence sequence) {
            List<Node> items = sequence.items().stream().map(YamlWriter::node).toList();
            boolean onOneLine = sequence.items().stream().allMatch(item -> item instanceof YamlNode.Scalar);
            return new SequenceNode(Tag.SEQ, items, onOneLine ? FlowStyle.FLOW : FlowStyle.BLOCK);
        }
        YamlNode.Scalar scalar = (YamlNode.Scalar) from;
        Tag tag =
                switch (scalar.kind()) {
                    case TEXT -> Tag.STR;
                    case INTEGER -> Tag.INT;
                    case DECIMAL -> Tag.FLOAT;
                    case BOOLEAN -> Tag.BOOL;
                    case EMPTY -> Tag.NULL;
                };
        return scalar(tag, scalar.text());
    }

    private static ScalarNode scalar(Tag tag, String text) {
        return new ScalarNode(tag, text, ScalarStyle.PLAIN);
    }
}
