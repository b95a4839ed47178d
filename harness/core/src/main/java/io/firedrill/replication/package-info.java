/** MirrorMaker 2: its configuration, its life cycle, its metrics. */
@NullMarked
package io.firedrill.replication;

import org.jspecify.annotations.NullMarked;
