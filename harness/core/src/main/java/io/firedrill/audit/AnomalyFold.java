package io.firedrill.audit;

import java.util.Optional;

/** Finds the records of one class. A fold reads and never writes, so their order does not matter. */
interface AnomalyFold {

    AnomalyClass anomaly();

    /** What was found; empty when the evidence does not allow the class to be measured. */
    Optional<Finding> find(Dossier dossier);
}
