package io.firedrill.fault;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.kafka.EndOffsets;
import io.firedrill.replication.MirrorMaker;
import io.firedrill.scenario.FaultCheck;
import io.firedrill.scenario.FaultWord;
import io.firedrill.scenario.Fields;
import io.firedrill.scenario.Key;
import io.firedrill.scenario.Scalars;
import java.time.Duration;
import java.util.List;

/**
 * SIGSTOP to the MirrorMaker of a flow: it keeps its connections and copies nothing. Its effect is observed where it matters: the
 * copies at the target stand still while the source goes on.
 */
public record PauseMirror(String from, String to) implements Fault {
    private static final Duration ASK = Duration.ofSeconds(5);
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(3);
    private static final Duration STANDSTILL = Duration.ofSeconds(1);

    /** Its word in the language. */
    public static final class Word extends FaultWord<PauseMirror> {
        private final Key<String> from = required("from", Scalars.REGION, "source region of the flow");
        private final Key<String> to = required("to", Scalars.REGION, "target region of the flow");

        /** For the service loader. */
        public Word() {
            super(
                    "pause-mirror",
                    PauseMirror.class,
                    "a flow of MirrorMaker to pause",
                    "SIGSTOP to the MirrorMaker of a flow",
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
        return target() + ": SIGSTOP to its MirrorMaker";
    }

    @Override
    public FaultReceipt apply(FaultSite site, Lifting lifting) throws Exception {
        MirrorMaker mirror = site.mirror(from, to)
                .filter(MirrorMaker::isAlive)
                .orElseThrow(() -> new IllegalStateException("no MirrorMaker runs for " + target()));
        lifting.add(() -> resume(mirror));
        long called = site.now();
        mirror.pause();
        long returned = site.now();
        // What MirrorMaker had handed to the network may still land; after that the copies stand still.
        long copies = copies(site);
        long source = source(site);
        long still = site.now();
        long moved = 0;
        boolean observed = false;
        while (!observed && site.now() < returned + SEEN_WITHIN.toNanos()) {
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
                key(),
                target(),
                "",
                "SIGSTOP",
                called,
                returned,
                List.of("MirrorMaker " + target()),
                observed,
                called,
                observed ? still : returned,
                effect);
    }

    private long copies(FaultSite site) throws Exception {
        return EndOffsets.total(EndOffsets.of(site.observer(to), site.mirroredTopics(from, to), ASK));
    }

    private long source(FaultSite site) throws Exception {
        return EndOffsets.total(EndOffsets.of(site.observer(from), site.sourceTopics(from, to), ASK));
    }

    private String resume(MirrorMaker mirror) throws Exception {
        if (!mirror.isAlive()) {
            return "MirrorMaker " + target() + " was ended meanwhile; there is nothing to resume";
        }
        mirror.resume();
        return "MirrorMaker " + target() + " runs again";
    }
}
