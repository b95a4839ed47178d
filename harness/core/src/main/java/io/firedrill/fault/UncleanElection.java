package io.firedrill.fault;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.kafka.Cluster;
import io.firedrill.kafka.Listener;
import io.firedrill.kafka.LogBounds;
import io.firedrill.kafka.TopicState;
import io.firedrill.region.DiskFate;
import io.firedrill.region.Region;
import io.firedrill.scenario.FaultCheck;
import io.firedrill.scenario.FaultWord;
import io.firedrill.scenario.Fields;
import io.firedrill.scenario.Key;
import io.firedrill.scenario.RegionNodes;
import io.firedrill.scenario.RegionSpec;
import io.firedrill.scenario.Scalars;
import io.firedrill.scenario.TopicSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes a replica the leader of a partition that misses records which are acknowledged. One replica is stopped in good order; once the
 * others have taken records without it they are killed, it is started again and elected uncleanly, as an operator does when those that
 * are in sync do not come back. Lifting brings the others back; they cut their logs to what the new leader has.
 */
public record UncleanElection(String region, String topic, int partition) implements Fault {
    private static final Duration STOP_WITHIN = Duration.ofSeconds(30);
    private static final Duration BEHIND_WITHIN = Duration.ofSeconds(15);
    private static final Duration ELECTED_WITHIN = Duration.ofSeconds(90);
    private static final Duration BACK_WITHIN = Duration.ofSeconds(90);
    private static final Duration LOOK = Duration.ofMillis(100);

    /** Its word in the language. */
    public static final class Word extends FaultWord<UncleanElection> {
        private final Key<String> region = required("region", Scalars.REGION, "the region");
        private final Key<String> topic = required("topic", Scalars.TOPIC, "the topic, or a copy as it is named there");
        private final Key<Integer> partition = optional("partition", Scalars.count(0, 9999), 0, "0", "the partition");

        /** For the service loader. */
        public Word() {
            super(
                    "unclean-election",
                    UncleanElection.class,
                    "a partition to lead uncleanly",
                    "kills the replicas of a partition that are in sync and elects one that lags",
                    "{ region: us-east, topic: ledger }");
        }

        @Override
        protected UncleanElection build(Fields in) {
            return new UncleanElection(in.get(region), in.get(topic), in.get(partition));
        }

        @Override
        protected void check(UncleanElection fault, FaultCheck in) {
            if (!in.topicIn(fault.region(), "topic", fault.topic())) {
                return;
            }
            in.partition("partition", fault.topic(), fault.partition());
            TopicSpec topic = in.scenario().topics().get(fault.topic());
            RegionSpec region = in.scenario().regions().get(fault.region());
            if (topic != null && region != null) {
                refusal(topic.replicationFactor(), topic.minInsyncReplicas(), region.nodes())
                        .ifPresent(why -> in.impossible("topic", fault.topic(), "", why));
            }
        }

        private static Optional<String> refusal(int replicas, int inSync, RegionNodes nodes) {
            int brokers = nodes.brokers();
            if (replicas < 2) {
                return Optional.of("the topic has one copy, so none can lag behind another");
            }
            if (inSync == replicas) {
                return Optional.of("min-insync-replicas " + inSync + " of " + replicas
                        + " copies: nothing is acknowledged that one of them misses");
            }
            if (nodes.controllers() == 0 && 2 * (brokers - (replicas - 1)) <= brokers) {
                return Optional.of("with " + (replicas - 1) + " of " + brokers
                        + " brokers killed the controllers have no majority, so nobody is elected; fewer copies or more"
                        + " brokers can do it, or controllers apart from them");
            }
            return Optional.empty();
        }
    }

    @Override
    public String key() {
        return "unclean-election";
    }

    @Override
    public String target() {
        return region + " " + topic + "/" + partition;
    }

    @Override
    public String wording() {
        return target() + ": its replicas in sync are killed and one that lags becomes the leader";
    }

    @Override
    public boolean losesAcknowledged() {
        return true;
    }

    @Override
    public boolean cutsEnds() {
        return true;
    }

    @Override
    public FaultReceipt apply(FaultSite site, Lifting lifting) throws Exception {
        Region brokers = site.region(region);
        Cluster cluster = site.cluster(region);
        TopicState.Copies copies = copies(cluster)
                .orElseThrow(() -> new IllegalStateException(region + " has no partition " + topic + "/" + partition));
        int laggard = laggard(copies)
                .orElseThrow(() -> new IllegalStateException(
                        target() + " has no follower that is in sync, so none can be made to lag"));
        Set<Integer> others = new TreeSet<>(copies.replicas());
        others.remove(laggard);
        lifting.add(() -> proveReady(site));
        // Only what this fault took down: another may hold others.
        Set<Integer> down = new TreeSet<>();
        lifting.add(() -> {
            brokers.start(down);
            return "";
        });
        long called = site.now();
        down.add(laggard);
        brokers.stop(Set.of(laggard), STOP_WITHIN);
        long without = end(cluster);
        long end = awaitMore(site, cluster, without);
        if (end == without) {
            return receipt(
                    called,
                    site.now(),
                    others,
                    laggard,
                    Optional.empty(),
                    "nothing was written to the partition while broker " + laggard + " was down, so it lost nothing");
        }
        down.addAll(others);
        brokers.kill(others, DiskFate.KEPT);
        long killed = site.now();
        down.remove(laggard);
        brokers.start(Set.of(laggard));
        boolean elected = awaitElected(site, cluster, laggard);
        String effect = elected
                ? "broker " + laggard + " leads, elected uncleanly; it misses at least the last " + (end - without)
                        + " records that were written before"
                : "broker " + laggard + " did not become the leader within " + ELECTED_WITHIN.toSeconds() + " s";
        return receipt(called, killed, others, laggard, elected ? Optional.of(site.now()) : Optional.empty(), effect);
    }

    private FaultReceipt receipt(
            long called, long killed, Set<Integer> others, int laggard, Optional<Long> elected, String effect) {
        List<String> touched = new ArrayList<>(List.of("topic " + target(), region + " broker " + laggard));
        if (elected.isPresent()) {
            others.forEach(broker -> touched.add(region + " broker " + broker));
        }
        return new FaultReceipt(
                key(),
                target(),
                "",
                "SIGTERM to broker " + laggard + ", SIGKILL to " + others + ", electLeaders UNCLEAN",
                called,
                elected.orElse(killed),
                touched,
                elected.isPresent(),
                killed,
                elected.orElse(killed),
                effect);
    }

    private Optional<TopicState.Copies> copies(Cluster cluster) throws Exception {
        return cluster.topic(topic)
                .filter(state -> partition < state.partitions().size())
                .map(state -> state.partitions().get(partition));
    }

    private static OptionalInt laggard(TopicState.Copies copies) {
        return copies.replicas().stream()
                .filter(broker -> broker != copies.leader() && copies.inSync().contains(broker))
                .mapToInt(Integer::intValue)
                .reduce((first, last) -> last);
    }

    private long end(Cluster cluster) throws Exception {
        LogBounds log = cluster.logs(topic).get(partition);
        if (log == null) {
            throw new IllegalStateException(target() + " is gone");
        }
        return log.end();
    }

    private long awaitMore(FaultSite site, Cluster cluster, long than) throws Exception {
        long deadline = site.now() + BEHIND_WITHIN.toNanos();
        long end = end(cluster);
        while (end == than && site.now() < deadline) {
            site.pause(LOOK);
            end = end(cluster);
        }
        return end;
    }

    private boolean awaitElected(FaultSite site, Cluster cluster, int laggard) throws Exception {
        long deadline = site.now() + ELECTED_WITHIN.toNanos();
        while (site.now() < deadline) {
            try {
                cluster.electUncleanly(topic, partition);
                if (copies(cluster).filter(now -> now.leader() == laggard).isPresent()) {
                    return true;
                }
            } catch (IOException e) {
                // The controllers have no majority until the broker is back; asked again until the deadline.
            }
            site.pause(LOOK);
        }
        return false;
    }

    private String proveReady(FaultSite site) throws Exception {
        site.region(region).awaitReady(BACK_WITHIN);
        if (!site.canaries().awaitWorking(site.network().to(region, Listener.LINK), BACK_WITHIN)) {
            throw new IllegalStateException(
                    "the canaries of " + region + " are not answered although its brokers are ready");
        }
        return "all brokers of " + region + " are ready and their canaries answered";
    }
}
