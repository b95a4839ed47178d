package io.firedrill.workload;

import java.util.Optional;

/**
 * What a canary's connection has seen, and when that turned from success to failure or back: the interval that bounds the
 * moment of a fault's effect. For one thread.
 */
final class CanaryRecord {

    private final int path;
    private final String endpoint;
    private boolean up;
    private boolean tried;
    private long successInvoked;
    private long successFinished;
    private long failureInvoked;
    private long failureFinished;

    CanaryRecord(int path, String endpoint) {
        this.path = path;
        this.endpoint = endpoint;
    }

    Optional<WorkerEvent.CanaryEdge> success(long invoked, long finished) {
        boolean edge = !up;
        up = true;
        tried = true;
        successInvoked = invoked;
        successFinished = finished;
        return edge ? Optional.of(edge("")) : Optional.empty();
    }

    /** A canary that never had a success has an edge at its first failure too. */
    Optional<WorkerEvent.CanaryEdge> failure(long invoked, long finished, String error) {
        boolean edge = up || !tried;
        up = false;
        tried = true;
        failureInvoked = invoked;
        failureFinished = finished;
        return edge ? Optional.of(edge(error)) : Optional.empty();
    }

    private WorkerEvent.CanaryEdge edge(String error) {
        return new WorkerEvent.CanaryEdge(
                path, endpoint, up, successInvoked, successFinished, failureInvoked, failureFinished, error);
    }
}
