package io.firedrill.toxiproxy.toxic;

/**
 * A toxic on one stream of a proxy.
 *
 * @param name unique within the proxy
 * @param type what it does
 * @param direction the stream it sits on
 * @param streamAsSent the stream's name as the request wrote it, since answers echo it
 * @param toxicity the probability, 0 to 1, that a connection is struck
 * @param attributes checked by the type
 */
public record Toxic(
        String name, ToxicType type, Direction direction, String streamAsSent, double toxicity, Attributes attributes) {

    public Toxic {
        if (!(toxicity >= 0 && toxicity <= 1)) {
            throw new IllegalArgumentException("toxicity is " + toxicity + ", allowed is 0 to 1");
        }
    }

    /** The same toxic with new attributes and toxicity. */
    public Toxic with(Attributes newAttributes, double newToxicity) {
        return new Toxic(name, type, direction, streamAsSent, newToxicity, newAttributes);
    }
}
