/**
 * A run, from scenario to report: what the command line and the JUnit extension share. Puts drill, audit and reports in a
 * row, and knows where runs lie.
 */
@NullMarked
package io.firedrill.run;

import org.jspecify.annotations.NullMarked;
