package io.firedrill.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a drill is asked to do, complete and checked: every reference resolves, every default is filled in. Made by {@link
 * ScenarioReader} only.
 *
 * @param name kebab-case name, also the folder of its runs
 * @param title one sentence for people
 * @param pattern decides what is forbidden, bounded and expected (MEASURES.md, 4)
 * @param regions by name, in the file's order
 * @param links latency between regions
 * @param topics by name, in the file's order
 * @param replication the flows of MirrorMaker 2
 * @param services by name, in the file's order
 * @param failovers by name
 * @param timeline steps in the file's order; the last is an {@link Action.End}
 * @param objectives in the file's order
 * @param settings how the drill itself behaves
 */
public record Scenario(
        String name,
        String title,
        Pattern pattern,
        Map<String, RegionSpec> regions,
        List<LinkSpec> links,
        Map<String, TopicSpec> topics,
        List<ReplicationSpec> replication,
        Map<String, ServiceSpec> services,
        Map<String, FailoverSpec> failovers,
        List<TimelineStep> timeline,
        List<Objective> objectives,
        Settings settings) {

    public Scenario {
        regions = Ordered.copy(regions);
        links = List.copyOf(links);
        topics = Ordered.copy(topics);
        replication = List.copyOf(replication);
        services = Ordered.copy(services);
        failovers = Ordered.copy(failovers);
        timeline = List.copyOf(timeline);
        objectives = List.copyOf(objectives);
    }

    /** The faults of one kind on one target that the timeline asks for. */
    public Stream<FaultAction> faults(String key, String target) {
        return timeline.stream()
                .map(TimelineStep::action)
                .flatMap(action -> action instanceof FaultAction fault ? Stream.of(fault) : Stream.empty())
                .filter(fault -> fault.key().equals(key) && fault.target().equals(target));
    }

    /** Whether such a fault lasts: some are done once they happened. One that the timeline does not know is taken to last. */
    public boolean lasts(String key, String target) {
        return faults(key, target).allMatch(FaultAction::lasts);
    }

    /** Whether a topic is not there from the beginning: a step of the timeline makes it. */
    public boolean appearsLater(String topic) {
        TopicSpec spec = topics.get(topic);
        return spec != null && spec.created() == TopicSpec.Created.BY_TIMELINE;
    }

    /** Whether a service's consumers wait for a topic that the timeline makes: there is no other that they read. */
    public boolean waits(ServiceSpec.Consumes consumes) {
        return consumes.topics().stream().allMatch(this::appearsLater);
    }

    /** By each region in which a MirrorMaker runs, the regions that it copies from. */
    public Map<String, Set<String>> mirrors() {
        Map<String, Set<String>> mirrors = new TreeMap<>();
        replication.forEach(flow ->
                mirrors.computeIfAbsent(flow.to(), any -> new TreeSet<>()).add(flow.from()));
        return mirrors;
    }

    /** What services that are deployed in a region call there, in the file's order. */
    public List<String> dependenciesIn(String region) {
        return services.values().stream()
                .filter(service -> service.deployedIn().contains(region))
                .flatMap(service -> service.calls().stream())
                .flatMap(calls -> calls.dependencies().stream())
                .distinct()
                .toList();
    }

    /**
     * How the drill itself behaves.
     *
     * @param stability how long the load must be steady before the timeline begins
     * @param baselineAtMost how long to wait for that; then the drill is INCONCLUSIVE
     * @param recoveryWindow length of the window that decides T5 (MEASURES.md, 2)
     * @param latencyLimit an acknowledgement later than this after its intended time does not count for T5
     * @param recoveryAtMost how long a transition may take before it counts as not recovered
     * @param drain how long consumers may take to read what is left after the end
     * @param seed of everything random in the drill
     */
    public record Settings(
            Duration stability,
            Duration baselineAtMost,
            Duration recoveryWindow,
            Duration latencyLimit,
            Duration recoveryAtMost,
            Duration drain,
            long seed) {

        /** What a scenario gets that says nothing. */
        public static final Settings DEFAULT = new Settings(
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofMinutes(2),
                Duration.ofSeconds(30),
                1);
    }
}
