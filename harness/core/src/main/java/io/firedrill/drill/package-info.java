/** Conducts all of it along the timeline and closes the evidence. */
@NullMarked
package io.firedrill.drill;

import org.jspecify.annotations.NullMarked;
