package io.firedrill.run;

import io.firedrill.drill.DrillEnd;
import java.io.IOException;

/** A drill that can be walked once. */
public interface LiveDrill {

    /**
     * Walks the drill to its end and closes the evidence. Nothing of it runs once this returned or threw.
     *
     * @throws IOException the run's folder can't be written: there is no evidence to speak of
     * @throws RuntimeException a fault of the harness, not of what it drills
     */
    DrillEnd run() throws IOException;

    /** Asks {@link #run()} to end every process and close the evidence, soon. Returns at once; more than once is no error. */
    void interrupt();
}
