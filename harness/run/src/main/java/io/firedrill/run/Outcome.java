package io.firedrill.run;

import io.firedrill.audit.Result;
import io.firedrill.drill.DrillEnd;
import io.firedrill.evidence.RunFolder;

/** What became of a run. */
public sealed interface Outcome {

    RunFolder folder();

    /** The drill ended, was audited, and its reports are in the folder. */
    record Audited(RunFolder folder, DrillEnd end, Result result) implements Outcome {}

    /** A person stopped it before the drill began: there is no evidence. */
    record Interrupted(RunFolder folder) implements Outcome {}

    /**
     * The disk of the run's folder was full, so that nothing could be said of the drill. What evidence there is can be audited once
     * there is room.
     *
     * @param sentence which disk, and what to do
     */
    record NoRoom(RunFolder folder, String sentence) implements Outcome {}

    /**
     * A fault of the harness. What evidence there is was audited if that was possible.
     *
     * @param where {@code drill}, {@code audit} or {@code report}
     */
    record Faulted(RunFolder folder, String where, Exception fault) implements Outcome {}
}
