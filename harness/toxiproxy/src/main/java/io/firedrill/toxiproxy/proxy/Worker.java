package io.firedrill.toxiproxy.proxy;

import io.netty.channel.EventLoop;

/**
 * An event loop that connections live on, both ends of one on the same.
 *
 * @param loop where everything of a connection runs
 * @param budget the memory for bytes that toxics hold on that loop
 */
record Worker(EventLoop loop, HoldBudget budget) {}
