package io.firedrill.scenario;

import java.time.Duration;

/** {@code transactions: { size: 10, abort: 5%, hang: 30s }}. */
final class TransactionsForm extends Block<ServiceSpec.Transactions> {
    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(60);

    private final Key<Integer> size = optional("size", Scalars.count(1, 100_000), 10, "10", "records in a transaction");
    private final Key<Double> abort =
            optional("abort", Scalars.RATIO, 0.0, "0%", "share of the transactions that the service aborts");
    private final Key<Duration> hang = optional(
            "hang",
            Scalars.DURATION,
            Duration.ZERO,
            "0s, never",
            "how often one is left open: its producer is gone, and another with a transactional id of its own goes on");
    private final Key<Duration> timeout = optional(
            "timeout",
            Scalars.POSITIVE_DURATION,
            USUAL_TIMEOUT,
            "60s",
            "transaction.timeout.ms: when the coordinator aborts one that was left open");

    TransactionsForm() {
        super("how sends are grouped");
    }

    @Override
    protected ServiceSpec.Transactions build(Fields in) {
        return new ServiceSpec.Transactions(in.get(size), in.get(abort), in.get(hang), in.get(timeout));
    }
}
