package io.firedrill.region;

import java.nio.file.Path;
import java.util.List;

/**
 * A process to start.
 *
 * @param name what reports and logs call it, such as {@code us-east broker 1}
 * @param command the program and its arguments
 * @param log the file its output is appended to
 * @param ending whether it is expected to end by itself
 * @param streams where its standard output goes
 */
public record ChildSpec(String name, List<String> command, Path log, Ending ending, Streams streams) {
    /** Where a child's standard output goes. */
    public enum Streams {
        /** Into the log, with its standard error. */
        LOGGED,
        /** To the harness, which speaks with it; only its standard error goes into the log. */
        PIPED
    }

    /** Whether a child may end without being asked to. */
    public enum Ending {
        /** It runs until it is ended; anything else is a fault that is reported. */
        WHEN_ASKED,
        /** It does its work and ends with code 0; another code is a fault that is reported. */
        WHEN_DONE
    }

    public ChildSpec {
        command = List.copyOf(command);
    }

    /** A process that runs until it is ended. */
    public ChildSpec(String name, List<String> command, Path log) {
        this(name, command, log, Ending.WHEN_ASKED, Streams.LOGGED);
    }
}
