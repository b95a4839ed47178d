package io.firedrill.fault;

import io.firedrill.scenario.RegionNodes;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Looks for who takes over a role from a broker that was hit, beside the drill, and has it noted: who, and how long it took. */
final class Succession {
    private static final Duration ASK = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration AT_MOST = Duration.ofSeconds(60);

    private Succession() {}

    /**
     * Returns at once.
     *
     * @param broker who held the role
     * @param since when it was hit, monotonic nanoseconds
     */
    static void watch(FaultSite site, String region, Role role, int broker, long since) {
        String hit = RegionNodes.word(broker) + " " + broker;
        site.meanwhile("looking for a successor of " + region + " " + hit + " as " + role.text(), () -> {
            while (site.now() - since < AT_MOST.toNanos()) {
                Optional<Integer> holder = holder(site, region, role);
                if (holder.isPresent() && holder.get() != broker) {
                    return String.format(
                            Locale.ROOT,
                            "%s is %s now, seen %.2f s after %s was hit",
                            NodeNames.one(region, holder.get()),
                            role.text(),
                            (site.now() - since) / 1e9,
                            hit);
                }
                site.pause(LOOK);
            }
            return "no other " + RegionNodes.word(broker) + " of " + region + " was seen as " + role.text() + " within "
                    + AT_MOST.toSeconds() + " s after " + hit + " was hit";
        });
    }

    /** Nobody, as long as the region does not say. */
    private static Optional<Integer> holder(FaultSite site, String region, Role role) throws InterruptedException {
        try {
            return role.holder(site.observer(region), ASK);
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        }
    }
}
