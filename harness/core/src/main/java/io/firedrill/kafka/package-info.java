/** Kafka itself: the distribution the regions run from, broker configuration, storage, credentials, administration. */
@NullMarked
package io.firedrill.kafka;

import org.jspecify.annotations.NullMarked;
