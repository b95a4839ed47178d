package io.firedrill.fault;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.region.Child;
import io.firedrill.replication.MirrorMaker;
import io.firedrill.scenario.FaultCheck;
import io.firedrill.scenario.Fields;
import java.util.List;
import java.util.Optional;

/**
 * Freezes the MirrorMaker of a flow, by SIGSTOP or as its platform does it: it keeps its connections and copies nothing. Its effect is
 * observed where it matters: the copies at the target, which grew until then, stand still while the source goes on.
 */
public record PauseMirror(String from, String to) implements Fault {

    /** Its word in the language. */
    public static final class Word extends MirrorWord<PauseMirror> {
        /** For the service loader. */
        public Word() {
            super(
                    "pause-mirror",
                    PauseMirror.class,
                    "a flow of MirrorMaker to pause",
                    "freezes the MirrorMaker of a flow: SIGSTOP, on containers the engine's pause",
                    "{ from: us-east, to: us-west }");
        }

        @Override
        protected PauseMirror build(Fields in) {
            return new PauseMirror(in.get(from), in.get(to));
        }

        @Override
        protected void check(PauseMirror fault, FaultCheck in) {
            in.flow(fault.from(), fault.to());
        }
    }

    @Override
    public String key() {
        return "pause-mirror";
    }

    @Override
    public String target() {
        return from + "->" + to;
    }

    @Override
    public String wording() {
        return target() + ": its MirrorMaker frozen";
    }

    @Override
    public Optional<String> sets() {
        return Optional.of("whether the MirrorMaker of " + target() + " stands still");
    }

    @Override
    public FaultReceipt apply(FaultSite site, Lifting lifting) throws Exception {
        MirrorMaker mirror = running(site, from, to);
        Child process = mirror.process().orElseThrow();
        lifting.add(() -> new MirrorReturn(site, mirror).resume(process));
        Standstill.Before before = Standstill.before(FlowOffsets.of(site, from, to), site::now);
        long called = site.now();
        String mechanism = mirror.pause();
        long returned = site.now();
        Standstill still = Standstill.await(before);
        return new FaultReceipt(
                key(),
                target(),
                "",
                mechanism,
                called,
                returned,
                List.of(mirror.name()),
                still.observed(),
                called,
                still.observed() ? still.since() : returned,
                still.effect());
    }

    /**
     * The MirrorMaker of a flow.
     *
     * @throws IllegalStateException none runs
     */
    static MirrorMaker running(FaultSite site, String from, String to) {
        return site.mirror(from, to)
                .filter(MirrorMaker::isAlive)
                .orElseThrow(() -> new IllegalStateException(
                        "no MirrorMaker runs for " + from + "->" + to + ", so nothing was touched"));
    }
}
