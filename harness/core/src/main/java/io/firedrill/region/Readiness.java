package io.firedrill.region;

import io.firedrill.kafka.AdminSettings;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Node;

/**
 * Waits until brokers are ready. A broker answers requests only after it is registered and has caught up with the
 * metadata, so each is asked by itself, on its own address, which brokers are alive: unfenced ones, as it knows them. A
 * region is ready when each of its brokers names them all.
 */
final class Readiness {
    private static final long POLL_MILLIS = 50;
    private static final int CONNECT_MILLIS = 200;

    private final String region;
    private final Collection<BrokerNode> nodes;
    private final CompletableFuture<Object> anyExit;
    private final Duration atMost;
    private final long deadline;
    private String lastSeen = "nothing yet";

    Readiness(String region, Collection<BrokerNode> nodes, Duration atMost) {
        this.region = region;
        this.nodes = nodes;
        this.atMost = atMost;
        this.deadline = System.nanoTime() + atMost.toNanos();
        this.anyExit = CompletableFuture.anyOf(nodes.stream()
                .flatMap(node -> node.process().stream())
                .map(Child::exit)
                .toArray(CompletableFuture<?>[]::new));
    }

    void await() throws RegionFailedException, InterruptedException {
        failIfAnyEnded();
        for (BrokerNode node : nodes) {
            while (!accepts(node)) {
                pollAgain(node, "it does not accept connections yet");
            }
            awaitAnswer(node);
        }
    }

    private void awaitAnswer(BrokerNode node) throws RegionFailedException, InterruptedException {
        Set<Integer> all = nodes.stream().map(BrokerNode::id).collect(Collectors.toCollection(TreeSet::new));
        Map<String, Object> connection = Map.of(
                "bootstrap.servers", node.observer().toString(), "client.id", "firedrill-readiness-" + node.id());
        Admin admin = Admin.create(AdminSettings.impatient(connection));
        try {
            while (!alive(admin).containsAll(all)) {
                pollAgain(node, lastSeen);
            }
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    /** The brokers this one knows to be alive; none when it does not answer in time. */
    private Set<Integer> alive(Admin admin) throws InterruptedException {
        try {
            // The client's own limit has been seen to fail; the future's does not.
            Set<Integer> ids =
                    admin
                            .describeCluster()
                            .nodes()
                            .get(AdminSettings.CALL_MILLIS + 500L, TimeUnit.MILLISECONDS)
                            .stream()
                            .map(Node::id)
                            .collect(Collectors.toCollection(TreeSet::new));
            lastSeen = "it knows of brokers " + ids + " only";
            return ids;
        } catch (ExecutionException | TimeoutException e) {
            lastSeen = "it does not answer: " + (e.getCause() == null ? e : e.getCause());
            return Set.of();
        }
    }

    private boolean accepts(BrokerNode node) {
        try (Socket socket = new Socket()) {
            socket.connect(node.observer().socketAddress(), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false; // not up yet: the caller asks again until its deadline
        }
    }

    /** Waits a moment, or less if a broker ends, which is the end of the wait. */
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
            throw new RegionFailedException("cannot watch the brokers of " + region, e);
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
