package io.firedrill.scenario;

import java.time.Duration;
import java.util.List;

/** {@code { between: [us-east, us-west], latency: 20ms }}. */
final class LinkForm extends Block<LinkSpec> {
    private final Key<List<String>> between =
            required("between", ListForm.exactly(2, Scalars.REGION), "the two regions, in either order");
    private final Key<Duration> latency =
            optional("latency", Scalars.DURATION, Duration.ZERO, "0s", "added to a round trip, half each way");
    private final Key<Duration> jitter =
            optional("jitter", Scalars.DURATION, Duration.ZERO, "0s", "of the latency, either side");

    LinkForm() {
        super("a link");
    }

    @Override
    protected LinkSpec build(Fields in) {
        return new LinkSpec(in.get(between), in.get(latency), in.get(jitter));
    }
}
