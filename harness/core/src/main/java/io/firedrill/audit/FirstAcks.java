package io.firedrill.audit;

import io.firedrill.audit.Schedules.Cursor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** T4w (MEASURES.md, 2): when partitions took sends again after a transition's T0. */
final class FirstAcks {
    private final Dossier dossier;
    private final TransitionFacts transition;
    private final Schedules schedules;
    private final KeyPartitions keys;
    private final LeftOut leftOut;
    private final long limit;
    private final Set<Integer> unplacedUnderWay = new HashSet<>();

    /** Of one partition. */
    private static final class First {
        private final SteadyGaps gaps;
        private long invoked = RefTimes.NEVER;
        private long intended = RefTimes.NEVER;
        private boolean inTime;
        private boolean underWayInTime = true;
        private long at = RefTimes.NEVER;

        First(SteadyGaps gaps) {
            this.gaps = gaps;
        }
    }

    /** @param leftOut told of the sends that nobody knows the partition of */
    FirstAcks(Dossier dossier, TransitionFacts transition, Schedules schedules, KeyPartitions keys, LeftOut leftOut) {
        this.dossier = dossier;
        this.transition = transition;
        this.schedules = schedules;
        this.keys = keys;
        this.leftOut = leftOut;
        this.limit = dossier.story().scenario().settings().latencyLimit().toNanos();
    }

    /**
     * By topic and partition that took sends before T0: the acknowledgement of the first send invoked after it to an owner, or {@link
     * RefTimes#NEVER}. A partition never failed, and has outage 0, when its next send came as soon
     * as sends came before, it and every send that T0 found under way was acknowledged by its owner within the latency limit,
     * and no send to the topic was left out in between, or had no answer and a key that nobody ever acknowledged: nobody knows to
     * which partition that would have gone. A partition that the topic does not have in the region that took over is left out: its keys
     * go to others there.
     */
    List<Long> of(List<Integer> producers) {
        List<ByPartition<First>> topics = dossier.catalogue().topics().stream()
                .map(topic -> new ByPartition<>(partition -> new First(new SteadyGaps(dossier, transition))))
                .toList();
        Cursor slots = schedules.slots(producers);
        while (slots.next() && slots.intended() < transition.until()) {
            Sends sends = slots.sends();
            if (sends == null) {
                continue;
            }
            int partition = keys.of(sends, slots.row());
            long invoked = sends.invoked(slots.row());
            if (partition < 0) {
                unplaced(slots, sends, invoked);
                continue;
            }
            ByPartition<First> topic = topics.get(sends.topic(slots.row()));
            if (invoked <= transition.t0To()) {
                First ack = topic.of(partition);
                ack.gaps.event(invoked);
                ack.underWayInTime &= !underWay(slots, sends) || inTime(slots, sends);
            } else {
                First ack = topic.known(partition);
                if (ack != null) {
                    after(ack, slots, sends, invoked);
                }
            }
        }
        List<Long> found = new ArrayList<>();
        int to = dossier.region(transition.to());
        for (int topic = 0; topic < topics.size(); topic++) {
            int t = topic;
            topics.get(topic).forEach((partition, ack) -> {
                if (dossier.lacks(to, t, partition)) {
                    return;
                }
                boolean soon = ack.gaps.soon(ack.invoked);
                if (soon
                        && ack.inTime
                        && ack.underWayInTime
                        && !unplacedUnderWay.contains(t)
                        && !leftOut.until(t, ack.intended)) {
                    ack.at = transition.t0From();
                }
                found.add(ack.at);
            });
        }
        return found;
    }

    /** A send that was not acknowledged, of a key that never was: it may have been for any partition of its topic. */
    private void unplaced(Cursor slot, Sends sends, long invoked) {
        int topic = sends.topic(slot.row());
        if (invoked > transition.t0To()) {
            leftOut.unplaced(topic, slot.intended());
        } else if (underWay(slot, sends)) {
            unplacedUnderWay.add(topic);
        }
    }

    /** Whether T0 found the send without its outcome, and not for longer than the latency limit. */
    private boolean underWay(Cursor slot, Sends sends) {
        return slot.intended() + limit >= transition.t0From()
                && (!sends.ok(slot.row()) || sends.ended(slot.row()) >= transition.t0From());
    }

    private boolean inTime(Cursor slot, Sends sends) {
        return dossier.ownership().toOwner(sends, slot.row()) && slot.acknowledgedWithin(limit);
    }

    private void after(First ack, Cursor slot, Sends sends, long invoked) {
        if (invoked < ack.invoked) {
            ack.invoked = invoked;
            ack.intended = slot.intended();
            ack.inTime = inTime(slot, sends);
        }
        if (sends.ended(slot.row()) < ack.at && dossier.ownership().toOwner(sends, slot.row())) {
            ack.at = sends.ended(slot.row());
        }
    }
}
