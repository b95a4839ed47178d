package io.firedrill.audit;

import io.firedrill.evidence.TimelineEvent.ServiceSwitched;
import io.firedrill.scenario.ServiceSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** In which region a service is active, and since when. A service starts in the first region it is deployed in. */
final class ActiveRegions {

    private record Since(long at, String region) {}

    private final Map<String, List<Since>> services = new HashMap<>();

    ActiveRegions(Story story) {
        story.scenario().services().forEach((name, spec) -> services.put(name, history(story, name, spec)));
    }

    private static List<Since> history(Story story, String name, ServiceSpec spec) {
        List<Since> history = new ArrayList<>();
        story.timeline()
                .all(ServiceSwitched.class)
                .filter(e -> e.service().equals(name))
                .forEach(e -> history.add(new Since(e.at(), e.region())));
        for (TransitionFacts transition : story.transitions()) {
            Long at = transition.switched().get(name);
            if (at != null) {
                history.add(new Since(at, transition.to()));
            }
        }
        history.sort(Comparator.comparingLong(Since::at));
        if (!spec.deployedIn().isEmpty()) {
            history.add(0, new Since(Long.MIN_VALUE, spec.deployedIn().get(0)));
        }
        return history;
    }

    /** The region at an instant; empty when the scenario does not know the service. */
    String at(String service, long time) {
        String region = "";
        for (Since since : services.getOrDefault(service, List.of())) {
            if (since.at() <= time) {
                region = since.region();
            }
        }
        return region;
    }

    /** When the service was switched, in order. */
    long[] switches(String service) {
        return services.getOrDefault(service, List.of()).stream()
                .mapToLong(Since::at)
                .filter(at -> at != Long.MIN_VALUE)
                .toArray();
    }

    String atTheEnd(String service) {
        return at(service, Long.MAX_VALUE);
    }
}
