package io.firedrill.scenario;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Turns the YAML parser's marks into positions. */
interface Marks {

    Position at(int line, int column);

    /** Where the node begins. */
    default Position start(Node node) {
        return at(node.getStartMark());
    }

    /** The marked place, or the beginning if the parser does not know it. */
    default Position at(Optional<Mark> mark) {
        return mark.map(it -> at(it.getLine() + 1, it.getColumn() + 1)).orElseGet(() -> at(1, 1));
    }

    /** Lines and columns of a file. */
    static Marks inFile(String file) {
        return (line, column) -> new Position(file, line, column);
    }

    /** A value from the command line, where lines and columns mean nothing. */
    static Marks onCommandLine(String option) {
        return (line, column) -> Position.whole(option);
    }
}
