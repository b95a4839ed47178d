package io.firedrill.cli;

import io.firedrill.audit.Result.Verdict;

/** What the exit code says; stable. */
final class ExitCode {
    /** Every objective was met, or the command did what it should. */
    static final int MET = 0;
    /** An objective was missed. */
    static final int MISSED = 1;
    /** Wrong usage, a wrong scenario, or a machine that can't run it: nothing was started. */
    static final int USAGE = 2;
    /** The drill could not measure what it should. */
    static final int INCONCLUSIVE = 3;
    /** A fault of the harness itself. */
    static final int FAULT = 70;
    /** A person stopped it. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}

    static int of(Verdict verdict) {
        return switch (verdict) {
            case PASS -> MET;
            case FAIL -> MISSED;
            case INCONCLUSIVE -> INCONCLUSIVE;
        };
    }
}
