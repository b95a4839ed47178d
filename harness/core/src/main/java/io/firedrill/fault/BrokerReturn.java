package io.firedrill.fault;

import io.firedrill.region.Region;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** How brokers come back from a fault, and the proof that they did: ready, in sync, their canaries answered. */
final class BrokerReturn {
    static final Duration WITHIN = Duration.ofSeconds(90);

    private final FaultSite site;
    private final Region region;

    BrokerReturn(FaultSite site, String region) {
        this.site = site;
        this.region = site.region(region);
    }

    /** Takes a kill or stop back. A broker that another fault keeps down stays so. Gives a sentence. */
    String restart(Set<Integer> brokers) throws Exception {
        Set<Integer> up = region.start(brokers);
        Set<Integer> down = new TreeSet<>(brokers);
        down.removeAll(up);
        String held = down.isEmpty() ? "" : names(down) + " stays down, as another fault or step wants it so";
        if (up.isEmpty()) {
            return held;
        }
        return prove(up, "started again") + (held.isEmpty() ? "" : "; " + held);
    }

    /** Takes a pause back. A broker that ended meanwhile is left alone. Gives a sentence. */
    String resume(Set<Integer> brokers) throws Exception {
        Set<Integer> up = region.resume(brokers);
        Set<Integer> gone = new TreeSet<>(brokers);
        gone.removeAll(up);
        String ended = gone.isEmpty() ? "" : names(gone) + " was ended meanwhile, so there is nothing to resume";
        if (up.isEmpty()) {
            return ended;
        }
        return prove(up, "resumed") + (ended.isEmpty() ? "" : "; " + ended);
    }

    /** Puts brokers back on the network. One that ended meanwhile is put back too, and stays down. Gives a sentence. */
    String reconnect(Set<Integer> brokers) throws Exception {
        region.reconnect(brokers);
        Set<Integer> up = new TreeSet<>(brokers);
        up.retainAll(region.running());
        if (up.isEmpty()) {
            return names(brokers) + " was put back on the network, and does not run";
        }
        return prove(up, "put back on the network");
    }

    private String prove(Set<Integer> up, String how) throws Exception {
        int running = region.running().size();
        if (running * 2 <= region.brokers().size()) {
            return names(up) + " was " + how + "; with " + running + " of "
                    + region.brokers().size() + " controllers the region can't answer yet";
        }
        long from = site.now();
        region.awaitReady(WITHIN);
        site.awaitInSync(region.name(), up, WITHIN);
        if (!new BrokerCanaries(site, region.name()).awaitAnswered(up, WITHIN)) {
            throw new IllegalStateException("the canaries of " + names(up) + " are not answered although it is ready");
        }
        return names(up) + " was " + how + ", and is ready and in sync after " + (site.now() - from) / 1_000_000
                + " ms";
    }

    private String names(Set<Integer> ids) {
        return region.name()
                + (ids.size() == 1 ? " broker " : " brokers ")
                + new TreeSet<>(ids).stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
