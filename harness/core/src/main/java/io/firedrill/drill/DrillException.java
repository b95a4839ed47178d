package io.firedrill.drill;

/** The drill can't go on. The message is a sentence for people: what happened and what to do. */
public final class DrillException extends Exception {
    private static final long serialVersionUID = 1L;

    public DrillException(String message) {
        super(message);
    }

    public DrillException(String message, Throwable cause) {
        super(message, cause);
    }
}
