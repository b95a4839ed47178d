package io.firedrill.fault;

import io.firedrill.scenario.FaultWord;
import io.firedrill.scenario.Key;
import io.firedrill.scenario.Scalars;

/**
 * The word of a fault that is aimed at the MirrorMaker of a flow.
 *
 * @param <A> the fault
 */
abstract class MirrorWord<A extends Fault> extends FaultWord<A> {
    final Key<String> from = required("from", Scalars.REGION, "source region of the flow");
    final Key<String> to = required("to", Scalars.REGION, "target region of the flow");

    MirrorWord(String key, Class<A> type, String what, String meaning, String example) {
        super(key, type, what, meaning, example);
    }
}
