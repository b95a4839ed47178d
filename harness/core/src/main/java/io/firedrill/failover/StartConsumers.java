package io.firedrill.failover;

import io.firedrill.scenario.FailoverSpec;
import io.firedrill.scenario.RunbookStep;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Starts the standby consumers of every service that is deployed in the target region. */
final class StartConsumers implements Step {
    private static final Duration AT_MOST = Duration.ofSeconds(60);
    private final FailoverSpec failover;
    private final RunbookStep.ActivateConsumers activate;

    StartConsumers(FailoverSpec failover, RunbookStep.ActivateConsumers activate) {
        this.failover = failover;
        this.activate = activate;
    }

    @Override
    public StepOutcome run(FailoverSite site) throws Exception {
        var services = site.scenario().services().entrySet().stream()
                .filter(entry -> entry.getValue().consumes().isPresent()
                        && entry.getValue().deployedIn().contains(failover.to()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        if (services.isEmpty()) {
            return StepOutcome.done("no service consumes in " + failover.to());
        }
        site.activateConsumers(failover.to(), services, activate.offsets(), AT_MOST);
        return StepOutcome.done("groups of " + String.join(", ", services) + " run in " + failover.to() + ", offsets "
                + activate.offsets().name().toLowerCase(Locale.ROOT));
    }
}
