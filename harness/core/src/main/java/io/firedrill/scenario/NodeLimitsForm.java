package io.firedrill.scenario;

import java.util.Optional;

/** {@code { memory: 1GiB, processors: 50% }}. */
final class NodeLimitsForm extends Block<NodeLimits> {
    static final NodeLimitsForm FORM = new NodeLimitsForm();

    private final Key<Optional<Long>> memory = maybe(
            "memory",
            Scalars.size(384L << 20, 1L << 40, "a size from 384MiB on, as 512MiB"),
            "no limit",
            "of a node's container; its heap takes 256 MiB");
    private final Key<Optional<Double>> processors = maybe(
            "processors",
            Scalars.ratio(0.05, 1024, "a percentage of one processor from 5% on, such as 50% or 200%"),
            "no limit",
            "share of one processor, as 50%");

    private NodeLimitsForm() {
        super("limits");
    }

    @Override
    protected NodeLimits build(Fields in) {
        return new NodeLimits(in.get(memory), in.get(processors));
    }
}
