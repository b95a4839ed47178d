package io.firedrill.region.engine;

import java.io.IOException;

/** The container engine refused, or is not there. The message is a sentence that says what to do where something can be done. */
public final class EngineException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The status when there was no answer. */
    public static final int NO_ANSWER = 0;

    private final int status;

    EngineException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** It was not asked for it: it will not do. */
    public EngineException(String message) {
        this(NO_ANSWER, message);
    }

    /** There was no answer, or none that could be used. */
    public EngineException(String message, Throwable cause) {
        super(message, cause);
        this.status = NO_ANSWER;
    }

    /** HTTP status of the refusal, or {@link #NO_ANSWER}. */
    public int status() {
        return status;
    }
}
