package io.firedrill.region;

/**
 * The end of one broker, or of a controller apart, on the clock of {@link System#nanoTime()}.
 *
 * @param broker its node id
 * @param signalNanos just before the signal was sent: it ran until here
 * @param goneNanos when its process was seen to be gone: it did nothing from here on
 * @param orderly whether it shut down by itself after being asked; otherwise it was killed
 */
public record BrokerEnd(int broker, long signalNanos, long goneNanos, boolean orderly) {}
