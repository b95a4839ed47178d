/** Detector, decision, runbook steps, ownership epochs. */
@NullMarked
package io.firedrill.failover;

import org.jspecify.annotations.NullMarked;
