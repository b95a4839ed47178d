package io.firedrill.region;

import io.firedrill.kafka.AdminSettings;
import io.firedrill.kafka.Listener;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;

/**
 * Waits until nodes are ready. A broker answers requests only after it is registered and has caught up with the
 * metadata, so each is asked by itself, on its own address, which brokers are alive: unfenced ones, as it knows them. A
 * region is ready when each of its brokers names them all, and the active controller has seen every controller apart caught up since the
 * wait began.
 */
final class Readiness {
    private static final long POLL_MILLIS = 50;
    private static final int CONNECT_MILLIS = 200;

    private final String region;
    private final Collection<BrokerNode> nodes;
    private final List<BrokerNode> brokers;
    private final List<BrokerNode> controllers;
    private final CompletableFuture<Object> anyExit;
    private final Duration atMost;
    private final long deadline;
    private final long sinceMillis = System.currentTimeMillis();
    private String lastSeen = "nothing yet";

    Readiness(String region, Collection<BrokerNode> nodes, Duration atMost) {
        this.region = region;
        this.nodes = nodes;
        this.brokers = nodes.stream().filter(node -> !node.apart()).toList();
        this.controllers = nodes.stream().filter(BrokerNode::apart).toList();
        this.atMost = atMost;
        this.deadline = System.nanoTime() + atMost.toNanos();
        this.anyExit = CompletableFuture.anyOf(nodes.stream()
                .flatMap(node -> node.process().stream())
                .map(Child::exit)
                .toArray(CompletableFuture<?>[]::new));
    }

    void await() throws RegionFailedException, InterruptedException {
        failIfAnyEnded();
        // Without controllers no broker answers, so these are looked at first: whose log is shown is the one to blame.
        for (BrokerNode controller : controllers) {
            awaitDoor(controller);
        }
        for (BrokerNode broker : brokers) {
            awaitDoor(broker);
            awaitAnswer(broker);
        }
        if (!controllers.isEmpty() && !brokers.isEmpty()) {
            awaitQuorum(brokers.get(0));
        }
    }

    private void awaitDoor(BrokerNode node) throws RegionFailedException, InterruptedException {
        while (!accepts(node)) {
            pollAgain(node, "it does not accept connections yet");
        }
    }

    private void awaitAnswer(BrokerNode broker) throws RegionFailedException, InterruptedException {
        Set<Integer> all = ids(brokers);
        Admin admin = admin(broker);
        try {
            while (!alive(admin).containsAll(all)) {
                pollAgain(broker, lastSeen);
            }
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private void awaitQuorum(BrokerNode asked) throws RegionFailedException, InterruptedException {
        Admin admin = admin(asked);
        try {
            for (BrokerNode controller : controllers) {
                while (!caughtUp(admin).contains(controller.id())) {
                    pollAgain(controller, lastSeen);
                }
            }
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private static Set<Integer> ids(Collection<BrokerNode> nodes) {
        return nodes.stream().map(BrokerNode::id).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Admin admin(BrokerNode broker) {
        return Admin.create(AdminSettings.impatient(Map.of(
                "bootstrap.servers",
                broker.at(Listener.OBSERVER).toString(),
                "client.id",
                "firedrill-readiness-" + broker.id())));
    }

    /** The brokers this one knows to be alive; none when it does not answer in time. */
    private Set<Integer> alive(Admin admin) throws InterruptedException {
        try {
            Set<Integer> ids = answer(admin.describeCluster().nodes()).stream()
                    .map(Node::id)
                    .collect(Collectors.toCollection(TreeSet::new));
            lastSeen = "it knows of brokers " + ids + " only";
            return ids;
        } catch (ExecutionException | TimeoutException e) {
            lastSeen = "it does not answer: " + (e.getCause() == null ? e : e.getCause());
            return Set.of();
        }
    }

    /** The controllers that the active one, which is among them, has seen caught up of late; none when it does not answer in time. */
    private Set<Integer> caughtUp(Admin admin) throws InterruptedException {
        try {
            Set<Integer> ids = answer(admin.describeMetadataQuorum().quorumInfo()).voters().stream()
                    .filter(voter -> voter.lastCaughtUpTimestamp().orElse(-1) >= sinceMillis)
                    .map(QuorumInfo.ReplicaState::replicaId)
                    .collect(Collectors.toCollection(TreeSet::new));
            lastSeen = "of the controllers only " + ids + " follow the active one or are it";
            return ids;
        } catch (ExecutionException | TimeoutException e) {
            lastSeen = "the active controller does not answer: " + (e.getCause() == null ? e : e.getCause());
            return Set.of();
        }
    }

    /** The client's own limit has been seen to fail; the future's does not. */
    private static <T> T answer(KafkaFuture<T> future)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(AdminSettings.CALL_MILLIS + 500L, TimeUnit.MILLISECONDS);
    }

    private boolean accepts(BrokerNode node) {
        try (Socket socket = new Socket()) {
            socket.connect(node.door().socketAddress(), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false; // not up yet: the caller asks again until its deadline
        }
    }

    /** Waits a moment, or less if a node ends, which is the end of the wait. */
    private void pollAgain(BrokerNode node, String why) throws RegionFailedException, InterruptedException {
        failIfAnyEnded();
        if (System.nanoTime() > deadline) {
            throw new RegionFailedException("region " + region + " is not ready after " + atMost.toSeconds()
                    + " s: waiting for " + node.name() + ", " + why + "; the last lines of its log:\n  "
                    + String.join("\n  ", LogTail.of(node.log(), 12)) + "\nThe whole log: " + node.log());
        }
        try {
            anyExit.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // nobody ended: that is the good case
        } catch (ExecutionException e) {
            throw new RegionFailedException("cannot watch the nodes of " + region, e);
        }
    }

    private void failIfAnyEnded() throws RegionFailedException {
        for (BrokerNode any : nodes) {
            if (any.process().isEmpty()) {
                throw new RegionFailedException(
                        "region " + region + " is not ready: " + died(any) + "\nThe whole log: " + any.log());
            }
        }
    }

    private static String died(BrokerNode node) {
        return node.name() + " ended; the last lines of its log:\n  " + String.join("\n  ", LogTail.of(node.log(), 12));
    }
}
