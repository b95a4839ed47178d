package io.firedrill.region;

import io.firedrill.scenario.Endpoint;
import java.nio.file.Path;
import java.util.List;

/**
 * The services of a region, to be started as one process.
 *
 * @param who their place in the network
 * @param name what reports and fault receipts call the process
 * @param file how its files in the log directory are called, without an ending
 * @param program of the harness's own class path; a launcher adds what is its own
 * @param log the file its standard error is appended to
 * @param folders what it reads and writes lies in one of these; each exists
 */
public record WorkerProgram(Endpoint who, String name, String file, JavaProgram program, Path log, List<Path> folders) {
    public WorkerProgram {
        folders = List.copyOf(folders);
    }
}
