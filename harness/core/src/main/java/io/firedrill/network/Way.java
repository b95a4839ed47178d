package io.firedrill.network;

import eu.rekawek.toxiproxy.model.ToxicDirection;

/**
 * A wire that lies between two places, with its orientation: whichever side opens connections, data flow both ways on it.
 *
 * @param wire the wire
 * @param forward the stream of the wire that carries data from the first place to the second
 */
public record Way(Wire wire, ToxicDirection forward) {

    /** The stream that carries data from the second place to the first. */
    public ToxicDirection backward() {
        return forward == ToxicDirection.UPSTREAM ? ToxicDirection.DOWNSTREAM : ToxicDirection.UPSTREAM;
    }
}
