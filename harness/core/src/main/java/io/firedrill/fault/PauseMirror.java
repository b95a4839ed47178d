package io.firedrill.fault;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.kafka.EndOffsets;
import io.firedrill.replication.MirrorMaker;
import io.firedrill.scenario.Action;
import java.time.Duration;
import java.util.List;

/**
 * SIGSTOP to the MirrorMaker of a flow: it keeps its connections and copies nothing. Its effect is observed where it matters: the
 * copies at the target stand still while the source goes on.
 */
public final class PauseMirror implements Fault {
    private static final Duration ASK = Duration.ofSeconds(5);
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(3);
    private static final Duration STANDSTILL = Duration.ofSeconds(1);

    private final Action.PauseMirror action;

    public PauseMirror(Action.PauseMirror action) {
        this.action = action;
    }

    @Override
    public String kind() {
        return action.key();
    }

    @Override
    public String target() {
        return action.from() + "->" + action.to();
    }

    @Override
    public FaultReceipt apply(FaultSite site) throws Exception {
        MirrorMaker mirror = site.mirror(action.from(), action.to())
                .filter(MirrorMaker::isAlive)
                .orElseThrow(() -> new IllegalStateException("no MirrorMaker runs for " + target()));
        long from = site.now();
        mirror.pause();
        long to = site.now();
        // What MirrorMaker had handed to the network may still land; after that the copies stand still.
        long copies = copies(site);
        long source = source(site);
        long still = site.now();
        long moved = 0;
        boolean observed = false;
        while (!observed && site.now() < to + SEEN_WITHIN.toNanos()) {
            moved = source(site) - source;
            long now = copies(site);
            if (now != copies) {
                copies = now;
                source = source(site);
                still = site.now();
            } else {
                observed = moved > 0 && site.now() - still >= STANDSTILL.toNanos();
            }
        }
        String effect = observed
                ? "the copies stood still at " + copies + " records while the source grew by " + moved
                : moved == 0
                        ? "the source did not grow, so whether the copies stand still could not be seen"
                        : "the copies still grew " + SEEN_WITHIN.toMillis() + " ms after MirrorMaker was stopped";
        return new FaultReceipt(
                kind(),
                target(),
                "",
                "SIGSTOP",
                from,
                to,
                List.of("MirrorMaker " + target()),
                observed,
                from,
                observed ? still : to,
                effect);
    }

    private long copies(FaultSite site) throws Exception {
        return EndOffsets.total(
                EndOffsets.of(site.observer(action.to()), site.mirroredTopics(action.from(), action.to()), ASK));
    }

    private long source(FaultSite site) throws Exception {
        return EndOffsets.total(
                EndOffsets.of(site.observer(action.from()), site.sourceTopics(action.from(), action.to()), ASK));
    }

    @Override
    public String lift(FaultSite site) throws Exception {
        MirrorMaker mirror = site.mirror(action.from(), action.to()).orElse(null);
        if (mirror == null || !mirror.isAlive()) {
            return "MirrorMaker " + target() + " was ended meanwhile; there is nothing to resume";
        }
        mirror.resume();
        return "MirrorMaker " + target() + " runs again";
    }
}
