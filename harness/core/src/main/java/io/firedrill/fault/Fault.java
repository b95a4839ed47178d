package io.firedrill.fault;

import io.firedrill.evidence.FaultReceipt;

/**
 * One kind of fault: applied, its effect observed, lifted. A fault is not done because a call returned: its receipt says what
 * was observed, and a fault without an observed effect makes the drill INCONCLUSIVE.
 */
public interface Fault {

    /** Its key in the language, as {@code kill-region}. */
    String kind();

    /** What it is aimed at, as {@code us-east}. */
    String target();

    /**
     * Applies the fault and waits until its effect is seen, or was not seen in time.
     *
     * @throws Exception the fault could not be applied
     */
    FaultReceipt apply(FaultSite site) throws Exception;

    /**
     * Takes the fault back and waits until its path is proved clean.
     *
     * @return a sentence on what was done
     * @throws Exception the fault could not be lifted
     */
    String lift(FaultSite site) throws Exception;
}
