package io.firedrill.region;

import java.io.InputStream;
import java.io.OutputStream;

/** A child that the harness speaks with over its standard streams; only its standard error goes into its log. */
public interface SpokenChild extends Child {
    /** Its standard input; when it closes, the child ends. */
    OutputStream input();

    /** Its standard output. */
    InputStream output();
}
