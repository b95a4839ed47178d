package io.firedrill.scenario;

import java.util.List;
import java.util.Optional;

/** {@code billing: { deployed-in: [us-east, us-west], consumes: ... }}. */
final class ServiceForm extends Block<ServiceSpec> {
    private final Key<List<String>> deployedIn = required(
            "deployed-in",
            ListForm.atLeastOne(Scalars.REGION),
            "regions; in the first it is active when the drill begins");
    private final Key<Optional<ServiceSpec.Produces>> produces =
            maybe("produces", new ProducesForm(), "nothing", "what it sends");
    private final Key<Optional<ServiceSpec.Consumes>> consumes =
            maybe("consumes", new ConsumesForm(), "nothing", "what it reads");
    private final Key<ServiceSpec.Standby> standby = optional(
            "standby",
            Scalars.oneOf(ServiceSpec.Standby.class),
            ServiceSpec.Standby.STOPPED,
            "stopped",
            "what its instances do in a region where it is not active");

    private final Key<Optional<ServiceSpec.Store>> store =
            maybe("store", new StoreForm(), "none", "a table that it keeps beside its topic, replicated by itself");

    ServiceForm() {
        super("a service", Later.SERVICE);
    }

    @Override
    protected ServiceSpec build(Fields in) {
        return new ServiceSpec(in.get(deployedIn), in.get(produces), in.get(consumes), in.get(standby), in.get(store));
    }
}
