package io.firedrill.toxiproxy.proxy;

import io.firedrill.toxiproxy.toxic.Toxic;

/** A change of a proxy's toxics, told to each of its connections. */
sealed interface ToxicChange {

    Toxic toxic();

    /** The toxic is new, last of its stream. */
    record Added(Toxic toxic) implements ToxicChange {}

    /** The toxic of that name has new attributes or toxicity; the toxicity is drawn again. */
    record Updated(Toxic toxic) implements ToxicChange {}

    /** The toxic of that name is gone. */
    record Removed(Toxic toxic) implements ToxicChange {}
}
