/** One fault a file: apply, observe, lift, receipt. */
@NullMarked
package io.firedrill.fault;

import org.jspecify.annotations.NullMarked;
