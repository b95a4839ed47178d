package io.firedrill.audit;

import io.firedrill.scenario.AnomalyClass;

/** Finds the records of one class. A fold reads and never writes, so their order does not matter. */
interface AnomalyFold {

    AnomalyClass anomaly();

    /** What was found, or why nothing can be said. */
    Answer find(Dossier dossier);
}
