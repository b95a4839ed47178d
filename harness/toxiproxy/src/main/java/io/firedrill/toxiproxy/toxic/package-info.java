/** What can be done to the bytes of one direction of a connection: one toxic, one file. */
@NullMarked
package io.firedrill.toxiproxy.toxic;

import org.jspecify.annotations.NullMarked;
