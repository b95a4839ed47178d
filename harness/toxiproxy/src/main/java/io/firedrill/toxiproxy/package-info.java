/** A Toxiproxy server for the JVM: the HTTP interface of Shopify's Toxiproxy 2.12 over Netty. */
@NullMarked
package io.firedrill.toxiproxy;

import org.jspecify.annotations.NullMarked;
