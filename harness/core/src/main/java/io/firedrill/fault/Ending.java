package io.firedrill.fault;

/** How a process is ended before it is started again. */
public enum Ending {
    /** SIGTERM: in good order. */
    STOP("SIGTERM"),
    /** SIGKILL: without warning. */
    KILL("SIGKILL");

    private final String signal;

    Ending(String signal) {
        this.signal = signal;
    }

    /** The signal's name. */
    String signal() {
        return signal;
    }
}
