/** The facts of a run as tables, for engines that speak SQL: an independent way to the audit's numbers, at any size. */
@org.jspecify.annotations.NullMarked
package io.firedrill.export;
