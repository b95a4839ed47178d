package io.firedrill.fault;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.region.Child;
import io.firedrill.region.ChildExit;
import io.firedrill.replication.MirrorMaker;
import io.firedrill.scenario.FaultCheck;
import io.firedrill.scenario.Fields;
import io.firedrill.scenario.Key;
import io.firedrill.scenario.Scalars;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The MirrorMaker of a flow is ended and started again at once; it is over when it copies again, or when it can't as a region does not
 * answer. Observed when the one process is gone and another runs: that holds also while the source is out of reach.
 */
public record RestartMirror(String from, String to, Ending by) implements Fault {
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(30);

    /** Its word in the language. */
    public static final class Word extends MirrorWord<RestartMirror> {
        private final Key<Ending> by = optional(
                "by", Scalars.oneOf(Ending.class), Ending.STOP, "stop", "how it is ended: in good order, or killed");

        /** For the service loader. */
        public Word() {
            super(
                    "restart-mirror",
                    RestartMirror.class,
                    "a flow of MirrorMaker to restart",
                    "the MirrorMaker of a flow is stopped or killed, and started again at once",
                    "{ from: us-east, to: us-west, by: kill }");
        }

        @Override
        protected RestartMirror build(Fields in) {
            return new RestartMirror(in.get(from), in.get(to), in.get(by));
        }

        @Override
        protected void check(RestartMirror fault, FaultCheck in) {
            in.flow(fault.from(), fault.to());
        }
    }

    @Override
    public String key() {
        return "restart-mirror";
    }

    @Override
    public String target() {
        return from + "->" + to;
    }

    @Override
    public String wording() {
        return target() + ": " + by.signal() + " to its MirrorMaker, then started again";
    }

    @Override
    public boolean lasts() {
        return false;
    }

    @Override
    public FaultReceipt apply(FaultSite site, Lifting lifting) throws Exception {
        MirrorMaker mirror = PauseMirror.running(site, from, to);
        Child before = mirror.process().orElseThrow();
        AtomicBoolean down = new AtomicBoolean();
        lifting.add(() -> down.getAndSet(false) ? new MirrorReturn(site, mirror).restart() : "");
        long called = site.now();
        down.set(true);
        long gone = KillMirror.gone(called, end(mirror, before));
        String ended = "its process ended " + TimeUnit.NANOSECONDS.toMillis(gone - called) + " ms after " + by.signal();
        down.set(false);
        String after = new MirrorReturn(site, mirror).restart();
        boolean replaced = mirror.process().filter(now -> now != before).isPresent();
        return new FaultReceipt(
                key(),
                target(),
                "",
                by.signal() + ", then a start",
                called,
                gone,
                List.of(mirror.name()),
                replaced,
                called,
                gone,
                ended + "; " + after);
    }

    private ChildExit end(MirrorMaker mirror, Child process) throws Exception {
        if (by == Ending.STOP) {
            mirror.stop(ENDS_WITHIN);
        } else {
            mirror.kill();
        }
        try {
            return process.awaitExit(ENDS_WITHIN);
        } catch (TimeoutException e) {
            throw new IllegalStateException(mirror.name() + " does not end", e);
        }
    }
}
