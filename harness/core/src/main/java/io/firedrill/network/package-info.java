/** Links and proxies between things, over the Toxiproxy API. */
@NullMarked
package io.firedrill.network;

import org.jspecify.annotations.NullMarked;
