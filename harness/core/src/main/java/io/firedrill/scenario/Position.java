package io.firedrill.scenario;

/** A place in a scenario file; line and column start at 1. */
public record Position(String file, int line, int column) {
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
