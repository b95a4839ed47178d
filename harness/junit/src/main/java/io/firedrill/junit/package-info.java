/** Drills as tests: an extension that runs one, and assertions on its result. */
@NullMarked
package io.firedrill.junit;

import org.jspecify.annotations.NullMarked;
