package io.firedrill.fault;

import io.firedrill.scenario.Action;
import java.util.Optional;

/** Which fault an action is. A new fault gets one line here. */
public final class Faults {
    private Faults() {}

    /** Empty: the action is no fault. */
    public static Optional<Fault> of(Action action) {
        if (action instanceof Action.KillRegion kill) {
            return Optional.of(new KillRegion(kill));
        } else if (action instanceof Action.PauseMirror pause) {
            return Optional.of(new PauseMirror(pause));
        }
        return Optional.empty();
    }
}
