/** A running region and its platforms. Today: real Kafka as child processes of this machine. */
@NullMarked
package io.firedrill.region;

import org.jspecify.annotations.NullMarked;
