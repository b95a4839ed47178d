package io.firedrill.region;

import io.firedrill.scenario.Endpoint;
import java.io.IOException;
import java.util.Collection;

/** Starts Kafka's programs where a platform runs them, and freezes them there. */
public interface Launcher {
    /**
     * Starts a program. One that is started again goes on with the same folders.
     *
     * @return it runs, and need not be ready
     * @throws IOException it could not be started, with its name
     */
    Child start(KafkaProgram program) throws IOException;

    /**
     * Starts a region's services, to be spoken with; they end by themselves when they are told to.
     *
     * @throws IOException they could not be started, with their name
     */
    SpokenChild start(WorkerProgram program) throws IOException;

    /**
     * Freezes children that this launcher started: their connections stay open and nothing answers. They are frozen when this returns.
     *
     * @return by what they were frozen, for a receipt
     */
    String pause(Collection<Child> children) throws IOException, InterruptedException;

    /** Takes what runs at these places off the network that it shares with the proxies. Only where each has one of its own. */
    default void disconnect(Collection<Endpoint> places) throws IOException {
        throw new IOException("there are no networks to take " + places + " off");
    }

    /** Puts what runs, or ran, at these places back. */
    default void reconnect(Collection<Endpoint> places) throws IOException {
        throw new IOException("there are no networks to put " + places + " back on");
    }

    /** Lets them run on. */
    void resume(Collection<Child> children) throws IOException, InterruptedException;
}
