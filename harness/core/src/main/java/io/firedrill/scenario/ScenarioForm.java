package io.firedrill.scenario;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The whole file. */
final class ScenarioForm extends Block<Scenario> {
    private final Key<String> name = required("scenario", Scalars.NAME, "its name, also the folder of its runs");
    private final Key<Optional<String>> title = maybe("title", Scalars.TEXT, "the name", "one sentence for people");
    private final Key<Pattern> pattern = required(
            "pattern",
            Scalars.oneOf(Pattern.class).later(Later.PATTERNS),
            "how the regions share the work; decides what is forbidden, bounded and expected");
    private final Key<Map<String, RegionSpec>> regions =
            required("regions", MapForm.named("region", new RegionForm()), "one cluster a region, named after it");
    private final Key<List<LinkSpec>> links = optional(
            "links",
            ListForm.of(new LinkForm()),
            List.of(),
            "no added latency",
            "what the network between two regions adds");
    private final Key<Map<String, TopicForm.Topic>> topics =
            required("topics", MapForm.topics(new TopicForm()), "topics by native name");
    private final Key<List<ReplicationSpec>> replication =
            optional("replication", ListForm.of(new ReplicationForm()), List.of(), "none", "flows of MirrorMaker 2");
    private final Key<Map<String, ServiceSpec>> services =
            required("services", MapForm.named("service", new ServiceForm()), "what produces and consumes");
    private final Key<Map<String, FailoverSpec>> failovers = optional(
            "failovers",
            MapForm.named("failover", new FailoverForm()).orNone(),
            Map.of(),
            "none",
            "transitions the drill knows how to make");
    private final Key<List<TimelineStep>> timeline =
            required("timeline", ListForm.atLeastOne(new TimelineStepForm()), "what happens; the last step is end");
    private final Key<List<Objective>> objectives =
            optional("objectives", new ObjectivesForm(), List.of(), "none", "limits that the measures must hold");
    private final Key<SettingsForms.Baseline> baseline = optional(
            "baseline",
            new SettingsForms.BaselineForm(),
            SettingsForms.Baseline.USUAL,
            "see below",
            "when the load is steady enough to begin");
    private final Key<SettingsForms.Recovery> recovery = optional(
            "recovery",
            new SettingsForms.RecoveryForm(),
            SettingsForms.Recovery.USUAL,
            "see below",
            "when a transition counts as recovered");
    private final Key<Duration> drain = optional(
            "drain",
            Scalars.POSITIVE_DURATION,
            Scenario.Settings.DEFAULT.drain(),
            Quantity.format(Scenario.Settings.DEFAULT.drain()),
            "how long consumers may take to read what is left after the end");
    private final Key<Long> seed = optional(
            "seed",
            Scalars.whole(0, Long.MAX_VALUE),
            Scenario.Settings.DEFAULT.seed(),
            String.valueOf(Scenario.Settings.DEFAULT.seed()),
            "of everything random in the drill");

    ScenarioForm() {
        super("a scenario", Later.SCENARIO);
    }

    @Override
    protected Scenario build(Fields in) {
        // In the order of a file, so that what is missing is reported in that order.
        String called = in.get(name);
        String sentence = in.get(title).orElse(called);
        Pattern shared = in.get(pattern);
        Map<String, RegionSpec> places = in.get(regions);
        return new Scenario(
                called,
                sentence,
                shared,
                places,
                in.get(links),
                filledIn(in.get(topics), places),
                in.get(replication),
                in.get(services),
                in.get(failovers),
                in.get(timeline),
                in.get(objectives),
                settings(in));
    }

    private Scenario.Settings settings(Fields in) {
        SettingsForms.Baseline begin = in.get(baseline);
        SettingsForms.Recovery recovered = in.get(recovery);
        return new Scenario.Settings(
                begin.stability(),
                begin.atMost(),
                recovered.window(),
                recovered.latencyLimit(),
                recovered.atMost(),
                in.get(drain),
                in.get(seed));
    }

    private static Map<String, TopicSpec> filledIn(
            Map<String, TopicForm.Topic> written, Map<String, RegionSpec> regions) {
        Map<String, TopicSpec> into = new LinkedHashMap<>();
        written.forEach((topic, spec) -> into.put(topic, spec.in(regions)));
        return into;
    }
}
