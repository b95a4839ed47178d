package io.firedrill.fault;

import io.firedrill.region.Region;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** How brokers come back from a fault, and the proof that they did: ready, in sync, their canaries answered. */
final class BrokerReturn {
    static final Duration WITHIN = Duration.ofSeconds(90);

    private final FaultSite site;
    private final Region region;
    private final Lifting lifting;

    /** @param lifting hears of what can't be proved yet */
    BrokerReturn(FaultSite site, String region, Lifting lifting) {
        this.site = site;
        this.region = site.region(region);
        this.lifting = lifting;
    }

    /** Takes a kill or stop back. A broker that another fault keeps down stays so. Gives a sentence. */
    String restart(Set<Integer> brokers) throws Exception {
        Set<Integer> up = region.start(brokers);
        Set<Integer> down = new TreeSet<>(brokers);
        down.removeAll(up);
        if (!down.isEmpty()) {
            lifting.putOff(List.of(names(down)), () -> later(down));
        }
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
            lifting.putOff(List.of(names(brokers)), () -> later(brokers));
            return names(brokers) + " was put back on the network, and does not run";
        }
        return prove(up, "put back on the network");
    }

    private String prove(Set<Integer> up, String how) throws Exception {
        Optional<String> silent = silent(region);
        if (silent.isPresent()) {
            lifting.putOff(List.of(names(up)), () -> later(up));
            return names(up) + " was " + how + "; " + silent.get();
        }
        Set<Integer> brokers = new TreeSet<>(up);
        brokers.retainAll(region.brokers());
        long from = site.now();
        region.awaitReady(WITHIN);
        // A controller apart is proved by that: the active one has seen it caught up since.
        site.awaitInSync(region.name(), brokers, WITHIN);
        if (!new BrokerCanaries(site, region.name()).awaitAnswered(brokers, WITHIN)) {
            throw new IllegalStateException(
                    "the canaries of " + names(brokers) + " are not answered although it is ready");
        }
        return names(up) + " was " + how + ", and is ready and in sync after " + (site.now() - from) / 1_000_000
                + " ms";
    }

    /** When nothing is applied any more. */
    private String later(Set<Integer> nodes) throws Exception {
        if (!region.running().containsAll(nodes)) {
            lifting.putOff(List.of(names(nodes)), () -> later(nodes));
            return names(nodes) + " does not run";
        }
        return prove(nodes, "brought back");
    }

    /** Why nothing of a region can be ready whatever one waits for: what runs of it is no majority of controllers, or no broker. */
    static Optional<String> silent(Region region) {
        Set<Integer> voters = new TreeSet<>(region.controllers().isEmpty() ? region.brokers() : region.controllers());
        int all = voters.size();
        voters.retainAll(region.running());
        if (voters.size() * 2 <= all) {
            return Optional.of("with " + voters.size() + " of " + all + " controllers the region can't answer yet");
        }
        return Collections.disjoint(region.running(), region.brokers())
                ? Optional.of("without a broker the region can't answer yet")
                : Optional.empty();
    }

    private String names(Set<Integer> ids) {
        return NodeNames.of(region.name(), ids);
    }
}
