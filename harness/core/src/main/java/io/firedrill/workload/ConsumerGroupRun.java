package io.firedrill.workload;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.FactSink;
import io.firedrill.scenario.RunbookStep.ActivateConsumers.Offsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** A consumer group of a service in this region: its members and what they share. */
final class ConsumerGroupRun {

    private final WorkerAssignment.ConsumerAssignment assignment;
    private final GroupState state;
    private final List<GroupMember> members = new ArrayList<>();

    /**
     * @param clients makes a client for an instance
     * @param trouble told what keeps a member from its work, on any thread
     */
    ConsumerGroupRun(
            WorkerAssignment.ConsumerAssignment assignment,
            Catalogue catalogue,
            FactSink journal,
            IntFunction<Consumer<byte[], byte[]>> clients,
            java.util.function.Consumer<RuntimeException> trouble) {
        this.assignment = assignment;
        this.state = new GroupState(assignment.active());
        for (int i = 0; i < assignment.instances(); i++) {
            int instance = i;
            members.add(new GroupMember(
                    assignment, catalogue, instance, state, journal, () -> clients.apply(instance), trouble));
        }
    }

    String service() {
        return assignment.service();
    }

    String groupId() {
        return assignment.groupId();
    }

    List<String> topics() {
        return assignment.topics();
    }

    boolean active() {
        return state.active();
    }

    void activate(Offsets offsets) {
        state.activate(offsets);
    }

    /** Next offset to handle of every partition that a member holds, or held since the group was activated. */
    Map<TopicPartition, Long> positions() {
        return Map.copyOf(state.positions);
    }

    WorkerEvent.GroupStats stats() {
        int assigned = 0;
        long lag = 0;
        for (GroupMember member : members) {
            int ofMember = member.assigned();
            assigned += ofMember;
            if (ofMember > 0) {
                long behind = member.lag();
                lag = lag < 0 || behind < 0 ? -1 : lag + behind;
            }
        }
        return new WorkerEvent.GroupStats(
                assignment.group(), state.active(), assigned, state.delivered.sum(), assigned == 0 ? -1 : lag);
    }

    /** Tells every member to commit and leave, within {@code patience}. */
    void stop(Duration patience) {
        state.stop(patience);
    }

    /** Returns once all members have left after {@link #stop}, or when it is {@code deadline} (monotonic nanoseconds). */
    void join(long deadline) throws InterruptedException {
        for (GroupMember member : members) {
            member.join(deadline);
        }
    }
}
