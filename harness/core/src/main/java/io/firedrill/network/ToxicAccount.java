package io.firedrill.network;

/**
 * What one toxic did since it was put on its wire.
 *
 * @param cut connections that it ended
 * @param pieces that it cut off what was longer
 * @param heldBack bytes that it let go only after others, which came before them, had taken up its rate
 */
public record ToxicAccount(long cut, long pieces, long heldBack) {}
