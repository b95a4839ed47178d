/** The command line: verbs, progress on standard error, results on standard output, exit codes. */
@NullMarked
package io.firedrill.cli;

import org.jspecify.annotations.NullMarked;
