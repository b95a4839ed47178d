package io.firedrill.scenario;

/**
 * A place in a scenario file; line and column start at 1. Line 0 means the file as a whole, or a {@code --set} of the
 * command line, which has no lines.
 */
public record Position(String file, int line, int column) {

    /** The file as a whole: it is missing, a directory, too large. */
    public static Position whole(String file) {
        return new Position(file, 0, 0);
    }

    /** {@code file:line:column}, as editors and terminals link it; the file's name alone for the whole of it. */
    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}
