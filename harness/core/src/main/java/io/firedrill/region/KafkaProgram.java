package io.firedrill.region;

import io.firedrill.scenario.Endpoint;
import java.nio.file.Path;
import java.util.List;

/**
 * A broker or a MirrorMaker that is to be started.
 *
 * @param who its place in the network
 * @param role what it is
 * @param name what reports and fault receipts call it
 * @param file how its files in the log directory are called, without an ending
 * @param program main class, arguments, JVM and properties; a launcher adds what is its own
 * @param log the file its output is appended to
 * @param folders what it reads and writes lies in one of these; each exists
 */
public record KafkaProgram(
        Endpoint who, ProgramRole role, String name, String file, JavaProgram program, Path log, List<Path> folders) {
    public KafkaProgram {
        folders = List.copyOf(folders);
    }
}
