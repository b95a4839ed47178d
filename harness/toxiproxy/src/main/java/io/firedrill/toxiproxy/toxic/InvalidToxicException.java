package io.firedrill.toxiproxy.toxic;

/** A toxic's attributes make no sense; the message names the attribute, what was found and what is allowed. */
public final class InvalidToxicException extends Exception {
    private static final long serialVersionUID = 1L;

    public InvalidToxicException(String message) {
        super(message);
    }
}
