package io.firedrill.scenario;

import java.util.Map;

/** {@code us-east: { brokers: 3 }}. */
final class RegionForm extends Block<RegionSpec> {
    private final Key<Integer> brokers =
            required("brokers", Scalars.count(1, 99), "how many combined KRaft nodes (broker and controller)");
    private final Key<Map<String, String>> config =
            optional("config", new ConfigForm(), Map.of(), "none", "broker settings that override the platform's own");

    private final Key<NodeLimits> limits = optional(
            "limits",
            NodeLimitsForm.FORM,
            NodeLimits.NONE,
            "those of the environment",
            "what each of its brokers may take, on the platform of containers");

    RegionForm() {
        super("a region", Later.REGION);
    }

    @Override
    protected RegionSpec build(Fields in) {
        return new RegionSpec(in.get(brokers), in.get(config), in.get(limits));
    }
}
