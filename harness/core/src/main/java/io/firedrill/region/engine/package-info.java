/** A container engine of this machine, over the HTTP interface that Docker and Podman share. Knows nothing of Kafka. */
@NullMarked
package io.firedrill.region.engine;

import org.jspecify.annotations.NullMarked;
