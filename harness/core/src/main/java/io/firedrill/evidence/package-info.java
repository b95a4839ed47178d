/** What happened: timeline, journals, log scans, receipts, the record stamp; the evidence folder and its formats. */
@NullMarked
package io.firedrill.evidence;

import org.jspecify.annotations.NullMarked;
