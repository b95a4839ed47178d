package io.firedrill.workload;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** JSON lines between the conductor and a worker: one value a line, UTF-8. */
final class WorkerProtocol {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private WorkerProtocol() {}

    static String write(WorkerAssignment assignment) {
        return JSON.writeValueAsString(assignment);
    }

    static String write(WorkerCommand command) {
        return JSON.writerFor(WorkerCommand.class).writeValueAsString(command);
    }

    static String write(WorkerEvent event) {
        return JSON.writerFor(WorkerEvent.class).writeValueAsString(event);
    }

    /**
     * @throws IllegalArgumentException when the line is not an assignment
     */
    static WorkerAssignment assignment(String line) {
        return read(line, WorkerAssignment.class);
    }

    /**
     * @throws IllegalArgumentException when the line is not a command
     */
    static WorkerCommand command(String line) {
        return read(line, WorkerCommand.class);
    }

    /**
     * @throws IllegalArgumentException when the line is not an event
     */
    static WorkerEvent event(String line) {
        return read(line, WorkerEvent.class);
    }

    private static <T> T read(String line, Class<T> type) {
        try {
            return JSON.readValue(line, type);
        } catch (JacksonException e) {
            // The line itself stays out: an assignment carries credentials.
            throw new IllegalArgumentException(
                    "expected a line of JSON with a " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
        }
    }
}
