package io.firedrill.region;

import java.io.IOException;

/** A region did not become what it was asked to be. The message says which process, and shows the end of its log. */
public final class RegionFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    public RegionFailedException(String message) {
        super(message);
    }

    public RegionFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
