package io.firedrill.region;

import io.firedrill.scenario.Endpoint;
import java.io.IOException;

/** By which address a process finds the brokers of its region, and what its resolver says of it. */
public interface NameService {

    /** Whether a process can be moved to another address. */
    boolean movable();

    /** The address of a process. */
    String addressOf(Endpoint process) throws IOException;

    /** Gives a process another address and returns it; its resolver goes on saying the old one until {@link #publish}. */
    String move(Endpoint process) throws IOException;

    /** Lets the resolver of a process say its address. A JVM asks again only when what it remembers is too old. */
    void publish(Endpoint process) throws IOException;
}
