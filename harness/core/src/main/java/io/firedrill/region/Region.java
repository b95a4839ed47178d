package io.firedrill.region;

import io.firedrill.kafka.Deviation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A Kafka cluster in one place. Shows endpoints by vantage point and actions by node id; no process, path or port, so
 * that containers or a cluster that exists can stand behind it as well. A node is a broker, or a controller apart from the brokers.
 *
 * <p>Actions on nodes exclude each other. Several may want one node down at a time: each {@link #kill} and {@link #stop} of it
 * counts, also when it is down already, and each {@link #start} takes one of them back.
 */
public interface Region {
    /** The region's name. */
    String name();

    /** The cluster's id; another one after all disks were destroyed. */
    String clusterId();

    /** Ids of all brokers, running or not, ascending. */
    List<Integer> brokers();

    /** Ids of all controllers apart from them, running or not, ascending; empty: the brokers are controllers as well. */
    default List<Integer> controllers() {
        return List.of();
    }

    /** Ids of all nodes, brokers and controllers apart. */
    default Set<Integer> nodes() {
        Set<Integer> nodes = new TreeSet<>(brokers());
        nodes.addAll(controllers());
        return nodes;
    }

    /** Ids of the nodes that run and are not paused. */
    Set<Integer> running();

    /** Ids of the nodes that are paused. */
    Set<Integer> paused();

    /** Addresses for {@code bootstrap.servers} as seen from there; known before the region is up. */
    String bootstrap(Vantage vantage);

    /**
     * All a Kafka client needs to connect: {@code bootstrap.servers} and security. Secret: holds a password.
     *
     * @param vantage from where
     * @param user one of {@link io.firedrill.kafka.Credentials}; ignored for {@link Vantage#OBSERVER}
     */
    Map<String, Object> connection(Vantage vantage, String user);

    /** Where its brokers differ from Kafka's defaults, each difference once. */
    List<Deviation> deviations();

    /**
     * Takes one kill or stop of each node back and starts those that nothing else keeps down. They are not ready when this returns.
     *
     * @return those of {@code ids} that run now
     */
    Set<Integer> start(Set<Integer> ids) throws IOException;

    /**
     * Gives a user that logs in by SCRAM the password that {@link #connection} uses, whatever it had, and returns once every running
     * broker lets it in.
     *
     * @throws IOException they do not, within {@code atMost}
     */
    void admit(String user, Duration atMost) throws IOException, InterruptedException;

    /**
     * Why the running brokers do not let a user in that logs in with what {@link #connection} uses; empty if all do. Asked of each
     * broker past the proxies.
     *
     * @throws IOException one of them did not answer
     */
    Optional<String> refusal(String user) throws IOException, InterruptedException;

    /**
     * Once this returns every running broker is registered, unfenced and answers requests, sees the others and lets the region's
     * services in; and every running controller apart follows the active one, or is it.
     */
    void awaitReady(Duration atMost) throws RegionFailedException, InterruptedException;

    /** Ends nodes without warning, as near to one instant as the platform can, and settles what their disks keep. */
    RegionLoss kill(Set<Integer> ids, DiskFate fate) throws IOException, InterruptedException;

    /**
     * Asks nodes to shut down in good order, controllers apart when the brokers are gone; those that have not after {@code atMost} are
     * killed.
     */
    List<BrokerEnd> stop(Set<Integer> ids, Duration atMost) throws IOException, InterruptedException;

    /**
     * Freezes nodes: their connections stay open and nothing answers.
     *
     * @return by what they were frozen, for a receipt
     */
    String pause(Set<Integer> ids) throws IOException, InterruptedException;

    /**
     * Takes nodes off the network by which everybody but the harness reaches them; they run on. Only where each has a network of its
     * own.
     *
     * @throws IOException also where they have none
     */
    default void disconnect(Set<Integer> ids) throws IOException {
        throw new IOException("the brokers of " + name() + " have no networks of their own");
    }

    /** Puts nodes back on the network, whether they run or not. */
    default void reconnect(Set<Integer> ids) throws IOException {
        throw new IOException("the brokers of " + name() + " have no networks of their own");
    }

    /**
     * Lets paused nodes run on.
     *
     * @return those of {@code ids} that were paused
     */
    Set<Integer> resume(Set<Integer> ids) throws IOException, InterruptedException;
}
