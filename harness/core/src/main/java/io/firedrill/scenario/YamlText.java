package io.firedrill.scenario;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.JsonSchema;

/** One YAML text and what the parser says to it. */
final class YamlText {
    /** Deeper than any scenario; the parser recurses, and a file must not be able to exhaust the stack. */
    private static final int DEEPEST = 50;

    private final String text;
    private final Marks marks;
    private final Problems problems;
    private final LoadSettings settings;

    YamlText(String text, Marks marks, Problems problems) {
        this.text = text;
        this.marks = marks;
        this.problems = problems;
        this.settings = LoadSettings.builder()
                .setSchema(new JsonSchema())
                .setUseMarks(true)
                .setAllowNonScalarKeys(true)
                .setMaxAliasesForCollections(Integer.MAX_VALUE)
                .setCodePointLimit(Integer.MAX_VALUE)
                .build();
    }

    /** The tree, or empty if the text is not YAML or holds nothing. The first is a problem, the second is the caller's to judge. */
    Optional<YamlNode> read() {
        try {
            if (!shallowAndSingle()) {
                return Optional.empty();
            }
            Optional<Node> root = new Compose(settings).composeString(text);
            return root.flatMap(node -> new YamlComposer(marks, problems).tree(node));
        } catch (MarkedYamlEngineException wrong) {
            refuse(marks.at(wrong.getProblemMark()), sentence(wrong));
        } catch (ReaderException wrong) {
            refuse(
                    positionOf(wrong.getPosition()),
                    String.format("the control character U+%04X may not stand in YAML", wrong.getCodePoint()));
        } catch (YamlEngineException wrong) {
            refuse(marks.at(1, 1), "this is not YAML: " + oneLine(String.valueOf(wrong.getMessage())));
        }
        return Optional.empty();
    }

    private boolean shallowAndSingle() {
        int depth = 0;
        int documents = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            switch (event.getEventId()) {
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                case DocumentStart -> documents++;
                default -> {}
            }
            if (depth > DEEPEST) {
                refuse(marks.at(event.getStartMark()), "nested more than " + DEEPEST + " levels deep");
                return false;
            }
            if (documents > 1) {
                refuse(marks.at(event.getStartMark()), "a second document begins here; a file holds one scenario");
                return false;
            }
        }
        return true;
    }

    private String sentence(MarkedYamlEngineException wrong) {
        String problem = oneLine(String.valueOf(wrong.getProblem()));
        if (problem.contains("TAB")
                || wrong.getProblemMark().map(this::standsOnTab).orElse(false)) {
            return "a tab; YAML is indented with spaces only";
        }
        String context = wrong.getContext() == null ? "" : " " + oneLine(wrong.getContext());
        return "this is not YAML:" + context + (context.isEmpty() ? " " : ", ") + problem;
    }

    private boolean standsOnTab(Mark mark) {
        int[] buffer = mark.getBuffer();
        return mark.getPointer() < buffer.length && buffer[mark.getPointer()] == '\t';
    }

    private Position positionOf(int index) {
        String before =
                text.substring(0, text.offsetByCodePoints(0, Math.min(index, text.codePointCount(0, text.length()))));
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        String lastLine = before.substring(before.lastIndexOf('\n') + 1);
        return marks.at(line, lastLine.codePointCount(0, lastLine.length()) + 1);
    }

    private void refuse(Position position, String message) {
        problems.add(new ScenarioProblem(position, "", "", "", "", message));
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
