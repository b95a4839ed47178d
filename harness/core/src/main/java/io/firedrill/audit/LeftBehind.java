package io.firedrill.audit;

import io.firedrill.scenario.Scenario;
import io.firedrill.scenario.ServiceSpec;
import java.util.List;
import java.util.Optional;

/** Why services did not work again after a transition, where the scenario or the runbook is the reason. */
final class LeftBehind {
    private LeftBehind() {}

    /** A sentence for each service that the transition could not bring back, by name; empty when there is none. */
    static List<String> of(Scenario scenario, Result.Transition transition) {
        return transition.services().stream()
                .flatMap(service -> why(scenario, transition, service).stream())
                .toList();
    }

    private static Optional<String> why(Scenario scenario, Result.Transition transition, Result.ServiceRto service) {
        ServiceSpec spec = scenario.services().get(service.service());
        if (service.serviceMillis() != null || spec == null) {
            return Optional.empty();
        }
        if (!spec.deployedIn().contains(transition.to())) {
            return Optional.of(service.service() + " is deployed in " + String.join(", ", spec.deployedIn())
                    + " only, so " + transition.name() + " leaves it down: nothing in " + transition.to()
                    + " can take its place");
        }
        return service.points().containsKey("T3")
                ? Optional.empty()
                : Optional.of("no step of " + transition.name() + " switched " + service.service() + " to "
                        + transition.to());
    }
}
