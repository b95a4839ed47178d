package io.firedrill.workload;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.FactSink;
import io.firedrill.scenario.ServiceSpec.Standby;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One instance of a consuming service: a thread that is a member of the group while the service is active here, and keeps to
 * its {@link Standby} while it is not. An error of its client ends the client, not the instance: as a supervisor would, it
 * starts anew after a second.
 */
final class GroupMember {

    private static final Logger LOG = LoggerFactory.getLogger(GroupMember.class);
    private static final long RESTART_MILLIS = 1000;
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration LEAVE_WAIT = Duration.ofSeconds(3);

    private final WorkerAssignment.ConsumerAssignment assignment;
    private final Catalogue catalogue;
    private final int instance;
    private final GroupState group;
    private final FactSink journal;
    private final Supplier<Consumer<byte[], byte[]>> clients;
    private final java.util.function.Consumer<RuntimeException> trouble;
    private final DependencyCalls calls;
    private final Thread thread;
    private volatile @Nullable Membership membership;

    GroupMember(
            WorkerAssignment.ConsumerAssignment assignment,
            Catalogue catalogue,
            int instance,
            GroupState group,
            FactSink journal,
            Supplier<Consumer<byte[], byte[]>> clients,
            java.util.function.Consumer<RuntimeException> trouble) {
        this.assignment = assignment;
        this.catalogue = catalogue;
        this.instance = instance;
        this.group = group;
        this.journal = journal;
        this.clients = clients;
        this.trouble = trouble;
        this.calls = new DependencyCalls(assignment.calls());
        this.thread = new Thread(this::run, "consumer-" + assignment.groupId() + "-" + instance);
        this.thread.setDaemon(true);
        this.thread.start();
    }

    int assigned() {
        Membership current = membership;
        return current == null ? 0 : current.assigned();
    }

    long lag() {
        Membership current = membership;
        return current == null ? -1 : current.lag();
    }

    /** Returns once the instance has ended after {@link GroupState#stop}, or when it is {@code deadline}. */
    void join(long deadline) throws InterruptedException {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left > 0) {
            thread.join(left);
        }
    }

    private void run() {
        try (calls) {
            while (!group.stopping()) {
                liveOnce();
            }
        } catch (InterruptedException e) {
            LOG.warn("{} was interrupted and ends", thread.getName(), e);
        } catch (RuntimeException e) {
            trouble.accept(e);
        }
    }

    private void liveOnce() throws InterruptedException {
        if (assignment.standby() == Standby.STOPPED) {
            group.awaitActiveOrStopping();
            if (group.stopping()) {
                return;
            }
        }
        Consumer<byte[], byte[]> client = clients.get();
        try {
            if (assignment.standby() != Standby.PAUSED) {
                group.awaitActiveOrStopping();
            }
            if (!group.stopping()) {
                beMember(client);
            }
        } catch (KafkaException e) {
            LOG.warn("{}: the client failed and is started anew: {}", thread.getName(), e.toString());
            group.awaitStopping(RESTART_MILLIS);
        } finally {
            close(client);
        }
    }

    private void beMember(Consumer<byte[], byte[]> client) {
        Membership member = new Membership(assignment, catalogue, instance, group, journal, client, calls::answered);
        membership = member;
        boolean inOrder = false;
        try {
            member.subscribe();
            while (group.active() || (assignment.standby() == Standby.PAUSED && !group.stopping())) {
                member.turn(POLL);
            }
            member.leave();
            inOrder = true;
        } finally {
            membership = null;
            if (!inOrder) {
                member.abandon();
            }
        }
    }

    private void close(Consumer<byte[], byte[]> client) {
        try {
            client.close(CloseOptions.timeout(group.within(LEAVE_WAIT)));
        } catch (WakeupException e) {
            LOG.debug("{}: woken while closing", thread.getName(), e);
        } catch (KafkaException e) {
            LOG.info("{}: the client did not close in order: {}", thread.getName(), e.toString());
        }
    }
}
