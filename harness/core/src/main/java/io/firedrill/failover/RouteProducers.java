package io.firedrill.failover;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.kafka.EndOffsets;
import io.firedrill.scenario.FailoverSpec;
import io.firedrill.scenario.RunbookStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes the failover snapshot, declares the new owner and routes the producing services, so many at once. Nothing writes in the
 * target region before the snapshot is taken. A service that is misrouted takes its turn like the others, and is never said to be switched:
 * it does not write where its keys are owned.
 */
final class RouteProducers implements Step {
    private final String name;
    private final FailoverSpec failover;
    private final RunbookStep.SwitchProducers producers;

    RouteProducers(String name, FailoverSpec failover, RunbookStep.SwitchProducers producers) {
        this.name = name;
        this.failover = failover;
        this.producers = producers;
    }

    @Override
    public StepOutcome run(FailoverSite site) throws Exception {
        snapshot(site);
        site.declareOwner(failover.to());
        List<String> services = site.scenario().services().entrySet().stream()
                .filter(entry -> entry.getValue().produces().isPresent()
                        && entry.getValue().deployedIn().contains(failover.to()))
                .map(Map.Entry::getKey)
                .toList();
        List<String> mistakes = new ArrayList<>();
        for (int from = 0; from < services.size(); from += producers.atOnce()) {
            Set<String> batch =
                    Set.copyOf(services.subList(from, Math.min(services.size(), from + producers.atOnce())));
            site.pause(producers.each());
            Set<String> right = new TreeSet<>(batch);
            right.removeAll(producers.misrouted().keySet());
            if (!right.isEmpty()) {
                long at = site.activateProducers(failover.to(), right);
                right.forEach(
                        service -> site.record(new TimelineEvent.ServiceSwitched(at, name, service, failover.to())));
            }
            for (String service : batch.stream().sorted().toList()) {
                String region = producers.misrouted().get(service);
                if (region != null) {
                    mistakes.add(misroute(site, service, region));
                }
            }
        }
        int right = services.size() - mistakes.size();
        mistakes.add(
                0,
                right + (right == 1 ? " producing service sends to " : " producing services send to ") + failover.to());
        return StepOutcome.done(String.join("; ", mistakes));
    }

    private static String misroute(FailoverSite site, String service, String region) throws Exception {
        if (!site.servicesRun(region)) {
            return service + " was sent to " + region + " by mistake, where no service runs: it writes nowhere";
        }
        site.activateProducers(region, Set.of(service));
        return service + " was sent to " + region + " by mistake and writes there";
    }

    private void snapshot(FailoverSite site) throws Exception {
        long startedAt = site.now();
        var ends = EndOffsets.of(
                site.localAdmin(failover.to()),
                site.catalogue().topics().stream().map(Catalogue.Topic::name).toList(),
                Duration.ofSeconds(10));
        site.record(new TimelineEvent.SnapshotTaken(site.now(), startedAt, name, failover.to(), ends));
    }
}
