package io.firedrill.fault;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.region.Child;
import io.firedrill.region.ChildExit;
import io.firedrill.replication.MirrorMaker;
import io.firedrill.scenario.FaultCheck;
import io.firedrill.scenario.Fields;
import java.time.Duration;
import java.util.List;

/**
 * SIGKILL to the MirrorMaker of a flow, which stays away until the fault is lifted. Observed when its process is gone and the copies,
 * which grew until then, stand still while the source goes on.
 */
public record KillMirror(String from, String to) implements Fault {
    private static final Duration GONE_WITHIN = Duration.ofSeconds(10);

    /** Its word in the language. */
    public static final class Word extends MirrorWord<KillMirror> {
        /** For the service loader. */
        public Word() {
            super(
                    "kill-mirror",
                    KillMirror.class,
                    "a flow of MirrorMaker to kill",
                    "SIGKILL to the MirrorMaker of a flow",
                    "{ from: us-east, to: us-west }");
        }

        @Override
        protected KillMirror build(Fields in) {
            return new KillMirror(in.get(from), in.get(to));
        }

        @Override
        protected void check(KillMirror fault, FaultCheck in) {
            in.flow(fault.from(), fault.to());
        }
    }

    @Override
    public String key() {
        return "kill-mirror";
    }

    @Override
    public String target() {
        return from + "->" + to;
    }

    @Override
    public String wording() {
        return target() + ": SIGKILL to its MirrorMaker";
    }

    @Override
    public FaultReceipt apply(FaultSite site, Lifting lifting) throws Exception {
        MirrorMaker mirror = PauseMirror.running(site, from, to);
        Child process = mirror.process().orElseThrow();
        lifting.add(() -> new MirrorReturn(site, mirror).restart());
        Standstill.Before before = Standstill.before(FlowOffsets.of(site, from, to), site::now);
        long called = site.now();
        mirror.kill();
        long gone = gone(called, process.awaitExit(GONE_WITHIN));
        Standstill still = Standstill.await(before);
        return new FaultReceipt(
                key(),
                target(),
                "",
                "SIGKILL",
                called,
                gone,
                List.of(mirror.name()),
                still.observed(),
                called,
                still.observed() ? still.since() : gone,
                "its process is gone; " + still.effect());
    }

    /** When a process was gone that was told to end then. One that had ended by itself a moment before was gone at once. */
    static long gone(long called, ChildExit exit) {
        return Math.max(called, exit.noticedNanos());
    }
}
