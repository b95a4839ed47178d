/** Proxies, their listeners and the connections that run through them. */
@NullMarked
package io.firedrill.toxiproxy.proxy;

import org.jspecify.annotations.NullMarked;
