package io.firedrill.scenario;

import java.time.Duration;
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
    private final Key<Optional<ServiceSpec.Calls>> calls = maybe(
            "calls",
            new CallsForm(),
            "nothing",
            "what it calls in its region beside Kafka: its handler for each record, its producer before each send");

    private final Key<Optional<ServiceSpec.Store>> store =
            maybe("store", new StoreForm(), "none", "a table that it keeps beside its topic, replicated by itself");

    ServiceForm() {
        super("a service", Later.SERVICE);
    }

    @Override
    protected ServiceSpec build(Fields in) {
        return new ServiceSpec(
                in.get(deployedIn), in.get(produces), in.get(consumes), in.get(standby), in.get(calls), in.get(store));
    }

    static final class CallsForm extends Block<ServiceSpec.Calls> {
        private final Key<List<String>> dependencies = required(
                "dependencies",
                ListForm.atLeastOne(Scalars.NAME),
                "names of what is called, one after the other; each answers at once, in each region");
        private final Key<Duration> atMost = optional(
                "at-most",
                Scalars.POSITIVE_DURATION,
                Duration.ofSeconds(1),
                "1s",
                "a call without an answer after this has failed: a handler calls again, a producer gives the record up");

        CallsForm() {
            super("what a service calls");
            shorthand(dependencies);
        }

        @Override
        protected ServiceSpec.Calls build(Fields in) {
            return new ServiceSpec.Calls(in.get(dependencies), in.get(atMost));
        }
    }
}
