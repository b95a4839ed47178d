package io.firedrill.fault;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.scenario.FaultAction;

/**
 * One kind of fault: applied, its effect observed, taken back. A fault is not done because a call returned: its receipt says what was
 * observed, and a fault without an observed effect makes the drill INCONCLUSIVE.
 *
 * <p>Immutable; what one application has to remember goes into its {@link Lifting}.
 */
public interface Fault extends FaultAction {

    /**
     * Applies the fault and waits until its effect is seen, or was not seen in time. Whatever it changes it says how to take back
     * <em>before</em> it changes it, so that a fault that breaks halfway is taken back as well.
     *
     * @param lifting takes the steps that take the fault back
     * @throws Exception the fault could not be applied; what was changed until then is taken back by {@code lifting}
     */
    FaultReceipt apply(FaultSite site, Lifting lifting) throws Exception;
}
