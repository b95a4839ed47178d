package io.firedrill.fault;

import io.firedrill.region.Region;
import io.firedrill.replication.MirrorMaker;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a region comes back: brokers, and controllers apart from them, on what their disks hold, then MirrorMaker, then the worker, its services on standby. What another
 * fault keeps down stays so.
 *
 * @param emptied whether its disks were destroyed, so that its topics must be made again
 * @param services whether its worker ended with it
 */
record RegionReturn(String region, boolean emptied, boolean services) {

    /** Brings all of it back and proves that it is; gives a sentence. */
    String bringBack(FaultSite site, Lifting lifting) throws Exception {
        String sentence = bringBackBrokers(site, lifting);
        for (MirrorMaker mirror : site.mirrorsIn(region).values()) {
            mirror.start();
        }
        if (services) {
            site.startServices(region);
        }
        return sentence;
    }

    /** Brings the brokers back and proves that they are, unless another fault keeps too many of them down for that; gives a sentence. */
    String bringBackBrokers(FaultSite site, Lifting lifting) throws Exception {
        Region cluster = site.region(region);
        Set<Integer> started = cluster.start(cluster.nodes());
        Set<Integer> down = new TreeSet<>(cluster.nodes());
        down.removeAll(started);
        String held = "another fault keeps down " + NodeNames.list(down);
        Optional<String> silent = down.isEmpty() ? Optional.empty() : BrokerReturn.silent(cluster);
        if (silent.isPresent()) {
            String sentence = held + "; " + silent.get();
            if (emptied) {
                throw new IllegalStateException(
                        sentence + ", and its topics, whose disks were destroyed, can't be made again");
            }
            lifting.putOff(List.of(region), () -> later(site, lifting));
            return sentence;
        }
        Set<Integer> up = new TreeSet<>(started);
        up.retainAll(cluster.brokers());
        cluster.awaitReady(BrokerReturn.WITHIN);
        if (emptied) {
            site.provideTopics(region);
        }
        awaitAnswered(site, up);
        String ready = " brokers of " + region + " are ready and their canaries answered";
        int brokers = cluster.brokers().size();
        Set<Integer> following = new TreeSet<>(started);
        following.retainAll(cluster.controllers());
        String all = (up.size() == brokers ? "all " : up.size() + " of ")
                + brokers
                + ready
                + (following.isEmpty() ? "" : "; its quorum is of " + NodeNames.list(following));
        return down.isEmpty() ? all : all + "; " + held;
    }

    /** When nothing is applied any more. */
    private String later(FaultSite site, Lifting lifting) throws Exception {
        Region cluster = site.region(region);
        Optional<String> silent = BrokerReturn.silent(cluster);
        if (silent.isPresent()) {
            lifting.putOff(List.of(region), () -> later(site, lifting));
            return silent.get();
        }
        Set<Integer> up = new TreeSet<>(cluster.brokers());
        up.retainAll(cluster.running());
        cluster.awaitReady(BrokerReturn.WITHIN);
        awaitAnswered(site, up);
        return up.size() + " of " + cluster.brokers().size() + " brokers of " + region
                + " are ready and their canaries answered";
    }

    private void awaitAnswered(FaultSite site, Set<Integer> up) throws InterruptedException {
        if (!new BrokerCanaries(site, region).awaitAnswered(up, BrokerReturn.WITHIN)) {
            throw new IllegalStateException(
                    "the canaries of " + region + " are not answered although its brokers are ready");
        }
    }
}
