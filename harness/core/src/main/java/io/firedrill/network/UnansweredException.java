package io.firedrill.network;

import java.io.IOException;

/** The proxy server did not answer in time: whether it did what it was asked is not known, and the next call may fare no better. */
public final class UnansweredException extends IOException {
    private static final long serialVersionUID = 1L;

    UnansweredException(String message, Throwable cause) {
        super(message, cause);
    }
}
