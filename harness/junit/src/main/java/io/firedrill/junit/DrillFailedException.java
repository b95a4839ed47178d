package io.firedrill.junit;

/** There is no result that a test could look at; the message says why. */
public final class DrillFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DrillFailedException(String message, Throwable cause) {
        super(message, cause);
    }

    DrillFailedException(String message) {
        super(message);
    }
}
