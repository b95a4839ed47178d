package io.firedrill.scenario;

import java.util.Map;

/** {@code us-east: { brokers: 3 }}. */
final class RegionForm extends Block<RegionSpec> {
    private final Key<Integer> brokers = required(
            "brokers", Scalars.count(1, 99), "how many brokers; KRaft controllers as well, unless it has those apart");
    private final Key<Integer> controllers = optional(
            "controllers",
            Scalars.oneOf(1, 3, 5),
            0,
            "none: its brokers are controllers as well",
            "how many KRaft controllers apart from its brokers; their ids are 101 and on");
    private final Key<Map<String, String>> config = optional(
            "config", new ConfigForm(), Map.of(), "none", "settings of its nodes that override the platform's own");

    private final Key<NodeLimits> limits = optional(
            "limits",
            NodeLimitsForm.FORM,
            NodeLimits.NONE,
            "those of the environment",
            "what each of its nodes may take, on the platform of containers");

    RegionForm() {
        super("a region", Later.REGION);
    }

    @Override
    protected RegionSpec build(Fields in) {
        return new RegionSpec(new RegionNodes(in.get(brokers), in.get(controllers)), in.get(config), in.get(limits));
    }
}
