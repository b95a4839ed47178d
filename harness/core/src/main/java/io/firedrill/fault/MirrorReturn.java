package io.firedrill.fault;

import io.firedrill.region.Child;
import io.firedrill.replication.MirrorMaker;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** How a MirrorMaker comes back from a fault, and the proof that it did: it copies again, or has nothing left to copy. */
final class MirrorReturn {
    private static final Duration COPIES_WITHIN = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(100);

    private final FaultSite site;
    private final MirrorMaker mirror;
    private final FlowOffsets flow;

    MirrorReturn(FaultSite site, MirrorMaker mirror) {
        this.site = site;
        this.mirror = mirror;
        this.flow = FlowOffsets.of(site, mirror.flow().from(), mirror.flow().to());
    }

    /** Takes a kill or a stop back; gives a sentence. A MirrorMaker that a runbook has stopped meanwhile stays so. */
    String restart() throws Exception {
        if (!mirror.start()) {
            return mirror.name() + " stays down, as another fault or a runbook wants it so";
        }
        return mirror.name() + " was started again, and " + copying(flow, site, COPIES_WITHIN);
    }

    /** Takes a pause of this process back; gives a sentence. */
    String resume(Child paused) throws Exception {
        if (!paused.isAlive()) {
            return mirror.name() + " was ended meanwhile, so there is nothing to resume";
        }
        mirror.resume();
        return mirror.name() + " was resumed, and " + copying(flow, site, COPIES_WITHIN);
    }

    /**
     * Waits until it copies.
     *
     * @return what was seen, or why nothing could be: a part of a sentence
     * @throws IllegalStateException both ends answer and it does not copy
     */
    static String copying(FlowOffsets flow, FaultSite site, Duration atMost) throws InterruptedException {
        long from = site.now();
        try {
            long copies = flow.copies();
            while (site.now() - from < atMost.toNanos()) {
                flow.source();
                boolean all = flow.copiedAll();
                if (all || flow.copies() > copies) {
                    return (all ? "has copied all " : "copies again ") + (site.now() - from) / 1_000_000 + " ms after";
                }
                site.pause(LOOK);
            }
        } catch (ExecutionException | TimeoutException e) {
            return FlowOffsets.why(e) + ", so whether it copies can't be seen yet";
        }
        throw new IllegalStateException("MirrorMaker runs again and did not copy within " + atMost.toSeconds() + " s");
    }
}
