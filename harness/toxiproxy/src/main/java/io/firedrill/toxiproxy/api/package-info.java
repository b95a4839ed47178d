/** The HTTP interface: routes, JSON in, JSON out, exact codes. */
@NullMarked
package io.firedrill.toxiproxy.api;

import org.jspecify.annotations.NullMarked;
