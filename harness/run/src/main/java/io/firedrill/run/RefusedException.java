package io.firedrill.run;

/** Nothing was started, and the message says why and what to do: for people, without a stack trace. */
public final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    public RefusedException(String message) {
        super(message);
    }

    public RefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
