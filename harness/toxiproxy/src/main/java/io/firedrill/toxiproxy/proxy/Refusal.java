package io.firedrill.toxiproxy.proxy;

/** A request can't be met. The message says why; the status is the one HTTP has for it. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    public Refusal(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** The HTTP status that fits. */
    public int status() {
        return status;
    }

    /** The message; never null. */
    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "" : message;
    }
}
