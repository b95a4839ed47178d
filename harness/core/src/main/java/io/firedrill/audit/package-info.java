/** Evidence in, findings out. Knows neither Kafka nor Docker. */
@NullMarked
package io.firedrill.audit;

import org.jspecify.annotations.NullMarked;
