/** Services: producers, consumers, standby and routing; the worker process. */
@NullMarked
package io.firedrill.workload;

import org.jspecify.annotations.NullMarked;
