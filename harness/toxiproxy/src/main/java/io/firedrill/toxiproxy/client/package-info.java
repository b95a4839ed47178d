/** A client for what this server adds to the real one's interface; for the rest any Toxiproxy client will do. */
@NullMarked
package io.firedrill.toxiproxy.client;

import org.jspecify.annotations.NullMarked;
