package io.firedrill.scenario;

import java.time.Duration;

/** {@code store: { replicated: async, lag: 200ms, written: before }}. */
final class StoreForm extends Block<ServiceSpec.Store> {
    private final Key<ServiceSpec.Store.Replicated> replicated = optional(
            "replicated",
            Scalars.oneOf(ServiceSpec.Store.Replicated.class),
            ServiceSpec.Store.Replicated.ASYNC,
            "async",
            "how the other regions get its rows: over the link, without the service waiting for it");
    private final Key<Duration> lag =
            optional("lag", Scalars.DURATION, Duration.ZERO, "0s", "least time between a row's commit and its copy");
    private final Key<ServiceSpec.Store.Written> written = optional(
            "written",
            Scalars.oneOf(ServiceSpec.Store.Written.class),
            ServiceSpec.Store.Written.BEFORE,
            "before",
            "when a row is committed: before its event is sent, with it, or after it is acknowledged");

    StoreForm() {
        super("a replicated table beside the topic, a row for each record");
    }

    @Override
    protected ServiceSpec.Store build(Fields in) {
        return new ServiceSpec.Store(in.get(replicated), in.get(lag), in.get(written));
    }
}
