package io.firedrill.audit;

import io.firedrill.scenario.AnomalyClass;

/**
 * Finds the records of one class, shard by shard. A fold reads and never writes, so neither the order of folds matters nor that of their
 * shards.
 */
interface AnomalyFold {

    AnomalyClass anomaly();

    /** What to look at, and what that says: what was found, or why nothing can be said. Says it without having looked where it can. */
    Plan<?> plan(Dossier dossier);
}
