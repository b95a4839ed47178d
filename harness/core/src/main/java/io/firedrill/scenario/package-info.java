/** What was asked: the model, the reader, the problems with line and column. */
@NullMarked
package io.firedrill.scenario;

import org.jspecify.annotations.NullMarked;
