package io.firedrill.audit;

import java.util.ArrayList;
import java.util.List;

/** T4r (MEASURES.md, 2): when groups got records of each partition again after a transition's T0. */
final class FirstDeliveries {
    private final Dossier dossier;
    private final TransitionFacts transition;
    private final LeftOut leftOut;

    /** To one group, of one partition. */
    private static final class First {
        private final SteadyGaps gaps;
        private long intended = RefTimes.NEVER;
        private long at = RefTimes.NEVER;

        First(SteadyGaps gaps) {
            this.gaps = gaps;
        }

        void earlier(long time, long whenIntended) {
            at = time;
            intended = whenIntended;
        }
    }

    FirstDeliveries(Dossier dossier, TransitionFacts transition, LeftOut leftOut) {
        this.dossier = dossier;
        this.transition = transition;
        this.leftOut = leftOut;
    }

    /** Of each lineage topic and partition that was delivered to the group before T0, and that there is now: the end of its outage. */
    List<Long> of(String service, int group) {
        int now = dossier.region(dossier.active().at(service, transition.until()));
        RefTimes first = dossier.holdings().firstDeliveries(group);
        List<ByPartition<First>> topics = dossier.catalogue().topics().stream()
                .map(topic -> new ByPartition<>(partition -> new First(new SteadyGaps(dossier, transition))))
                .toList();
        for (GroupLog log : dossier.facts().groupLogs()) {
            for (int row = 0; log.group == group && row < log.refs.size(); row++) {
                long ref = log.refs.get(row);
                if (Ref.phantom(ref)) {
                    continue;
                }
                long at = log.times.get(row);
                boolean before = at <= transition.t0To();
                if (!before && (log.region != now || at >= transition.until() || first.get(ref) != at)) {
                    continue;
                }
                int sequence = Ref.sequence(ref);
                List<Sends> attempts = dossier.facts().sends().session(ref).sends();
                for (int i = 0; i < attempts.size(); i++) {
                    Sends sends = attempts.get(i);
                    if (!sends.known(sequence) || !sends.ok(sequence)) {
                        continue;
                    }
                    ByPartition<First> topic = topics.get(sends.topic(sequence));
                    int partition = sends.partition(sequence);
                    First known = topic.known(partition);
                    if (before) {
                        topic.of(partition).gaps.event(at);
                    } else if ((known == null || at < known.at)
                            && sends.invoked(sequence) > transition.t0To()
                            && dossier.ownership().toOwner(sends, sequence)) {
                        topic.of(partition).earlier(at, sends.intended(sequence));
                    }
                }
            }
        }
        List<Long> found = new ArrayList<>();
        // A partition that was first used after T0 cannot have failed at T0, but the group must come to it too.
        int to = dossier.region(transition.to());
        for (int topic = 0; topic < topics.size(); topic++) {
            int t = topic;
            topics.get(topic).forEach((partition, delivery) -> {
                if (!dossier.lacks(to, t, partition)) {
                    found.add(outageEnd(t, delivery));
                }
            });
        }
        return found;
    }

    /** A partition whose records came on as soon as they came before, with none left out, never failed. */
    private long outageEnd(int topic, First delivery) {
        boolean soon = delivery.gaps.soon(delivery.at);
        return soon && !leftOut.until(topic, delivery.intended) ? transition.t0From() : delivery.at;
    }
}
