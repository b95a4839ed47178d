package io.firedrill.audit;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.evidence.Timeline;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.evidence.TimelineEvent.Decided;
import io.firedrill.evidence.TimelineEvent.Detected;
import io.firedrill.evidence.TimelineEvent.FaultApplied;
import io.firedrill.evidence.TimelineEvent.FenceConfirmed;
import io.firedrill.evidence.TimelineEvent.ServiceSwitched;
import io.firedrill.evidence.TimelineEvent.SnapshotTaken;
import io.firedrill.evidence.TimelineEvent.StepFinished;
import io.firedrill.scenario.FailoverSpec;
import io.firedrill.scenario.Scenario;
import io.firedrill.scenario.ServiceSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Finds the transitions of a timeline, in the order of their T0.
 *
 * <p>T0 of a transition that a fault called for is the interval of that fault's effect. In a planned one it is the start of the first
 * step that withholds writes. A false failover begins when it was detected.
 */
final class TransitionReader {
    private final Timeline timeline;
    private final Scenario scenario;

    private TransitionReader(Timeline timeline, Scenario scenario) {
        this.timeline = timeline;
        this.scenario = scenario;
    }

    static List<TransitionFacts> read(Timeline timeline, Scenario scenario, long loadStopped) {
        TransitionReader reader = new TransitionReader(timeline, scenario);
        List<TransitionFacts> found = new ArrayList<>();
        scenario.failovers().forEach((name, spec) -> reader.transition(name, spec, loadStopped)
                .ifPresent(found::add));
        found.sort(Comparator.comparingLong(TransitionFacts::t0From).thenComparing(TransitionFacts::name));
        List<TransitionFacts> bounded = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            long until = i + 1 < found.size()
                    ? Math.min(loadStopped, found.get(i + 1).t0From())
                    : loadStopped;
            bounded.add(withOrder(found.get(i), found.subList(0, i), until));
        }
        return List.copyOf(bounded);
    }

    private Optional<TransitionFacts> transition(String name, FailoverSpec spec, long loadStopped) {
        OptionalLong detected =
                first(timeline.all(Detected.class).filter(e -> e.failover().equals(name)));
        // A fault that was applied after the region had been declared down is not what the transition answers.
        Optional<FaultReceipt> fault = timeline.all(FaultApplied.class)
                .filter(applied -> applied.transition().equals(name))
                .map(FaultApplied::receipt)
                .filter(receipt -> detected.isEmpty() || receipt.appliedFrom() <= detected.getAsLong())
                .min(Comparator.comparing((FaultReceipt receipt) -> !receipt.observed())
                        .thenComparingLong(FaultReceipt::appliedFrom));
        OptionalLong decided =
                first(timeline.all(Decided.class).filter(e -> e.failover().equals(name)));
        List<StepFinished> steps = timeline.all(StepFinished.class)
                .filter(e -> e.failover().equals(name))
                .sorted(Comparator.comparingInt(StepFinished::index))
                .toList();
        if (fault.isEmpty() && detected.isEmpty() && decided.isEmpty() && steps.isEmpty()) {
            return Optional.empty();
        }
        boolean planned = fault.isEmpty() && spec.detect() instanceof FailoverSpec.Detect.ByHand;
        long begun = detected.orElse(
                decided.orElse(steps.isEmpty() ? loadStopped : steps.get(0).startedAt()));
        long from = planned ? firstWithholding(steps).orElse(begun) : begun;
        long to = from;
        if (fault.isPresent()) {
            FaultReceipt receipt = fault.get();
            from = receipt.earliest();
            to = Math.max(from, receipt.observed() ? receipt.effectTo() : receipt.appliedTo());
        }
        long t0 = from;
        OptionalLong fenced =
                first(timeline.all(FenceConfirmed.class).filter(e -> e.region().equals(spec.from()) && e.at() >= t0));
        Optional<SnapshotTaken> snapshot = timeline.all(SnapshotTaken.class)
                .filter(e -> e.failover().equals(name))
                .findFirst();
        return Optional.of(new TransitionFacts(
                name,
                planned ? "switchover" : "failover",
                spec.from(),
                spec.to(),
                planned,
                fault.isEmpty() && !planned,
                from,
                to,
                detected,
                decided,
                steps,
                switched(name, spec, steps),
                snapshot,
                fenced,
                loadStopped));
    }

    private static OptionalLong first(Stream<? extends TimelineEvent> events) {
        return events.mapToLong(TimelineEvent::at).min();
    }

    private static OptionalLong firstWithholding(List<StepFinished> steps) {
        return steps.stream()
                .filter(step -> step.step().equals("fence") || step.step().equals("switch-producers"))
                .mapToLong(StepFinished::startedAt)
                .min();
    }

    /** T3: what the timeline says of a service; otherwise the end of the step that switches services of its kind. */
    private Map<String, Long> switched(String name, FailoverSpec spec, List<StepFinished> steps) {
        Map<String, Long> switched = new LinkedHashMap<>();
        scenario.services().forEach((service, of) -> {
            if (!of.deployedIn().contains(spec.to())) {
                return;
            }
            OptionalLong said = first(timeline.all(ServiceSwitched.class)
                    .filter(e -> e.failover().equals(name) && e.service().equals(service)));
            OptionalLong at = said.isPresent() ? said : stepOf(of, steps);
            at.ifPresent(time -> switched.put(service, time));
        });
        return switched;
    }

    private static OptionalLong stepOf(ServiceSpec service, List<StepFinished> steps) {
        String key = service.produces().isPresent() ? "switch-producers" : "activate-consumers";
        return steps.stream()
                .filter(step -> step.step().equals(key) && step.outcome().equals("done"))
                .mapToLong(StepFinished::at)
                .min();
    }

    private static TransitionFacts withOrder(TransitionFacts facts, List<TransitionFacts> earlier, long until) {
        boolean back = earlier.stream()
                .anyMatch(other -> other.from().equals(facts.to()) && other.to().equals(facts.from()));
        return new TransitionFacts(
                facts.name(),
                back ? "failback" : facts.kind(),
                facts.from(),
                facts.to(),
                facts.planned(),
                facts.falseFailover(),
                facts.t0From(),
                facts.t0To(),
                facts.detected(),
                facts.decided(),
                facts.steps(),
                facts.switched(),
                facts.snapshot(),
                facts.fenced(),
                until);
    }
}
