/** Renderers of a result: HTML, JUnit XML, Markdown. They read the audit's result and the evidence, never a live cluster. */
@NullMarked
package io.firedrill.reports;

import org.jspecify.annotations.NullMarked;
