package io.firedrill.audit;

import io.firedrill.evidence.TimelineEvent.MetadataNoted;
import io.firedrill.evidence.TimelineEvent.MetadataNoted.Acl;
import io.firedrill.evidence.TimelineEvent.MetadataNoted.Topic;
import io.firedrill.scenario.AnomalyClass;
import io.firedrill.scenario.ReplicationSpec;
import io.firedrill.scenario.ServiceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * R9, metadata gap: topic, partitions, configuration, ACL or group missing at the transition. Counted in objects. What the region left
 * behind had, as it was noted last before the fault, is held against what the target had when it took over:
 *
 * <ul>
 *   <li>each topic that is replicated there, under its copy's name, and each topic that a service produces to there: the topic, its
 *       number of partitions, each setting that was made on it;
 *   <li>each ACL, those of a topic for the topics above;
 *   <li>each group of a service that is deployed in the target.
 * </ul>
 *
 * A topic that is missing counts once, and not its settings as well.
 */
final class MetadataGap implements AnomalyFold {
    @Override
    public AnomalyClass anomaly() {
        return AnomalyClass.R9;
    }

    @Override
    public Plan<?> plan(Dossier dossier) {
        if (dossier.story().timeline().first(MetadataNoted.class).isEmpty()) {
            return Plan.settled(new Answer.Unasked("the timeline does not say what metadata the regions had"));
        }
        if (dossier.story().transitions().isEmpty()) {
            return Plan.settled(new Answer.Unasked("no transition took place"));
        }
        List<Comparison> comparisons = new ArrayList<>();
        for (TransitionFacts transition : dossier.story().transitions()) {
            Optional<MetadataNoted> before = dossier.story()
                    .timeline()
                    .all(MetadataNoted.class)
                    .filter(e -> e.region().equals(transition.from()) && e.at() <= transition.t0To())
                    .reduce((one, later) -> later);
            // The first is from the detection; what a fault between the two noted says less of what there was to take
            // over.
            Optional<MetadataNoted> then = first(
                            dossier, transition, transition.detected().orElse(transition.t0From()))
                    .or(() -> first(dossier, transition, transition.t0From()));
            if (before.isEmpty() || then.isEmpty()) {
                return Plan.settled(new Answer.Unsettled("nobody noted what metadata "
                        + (before.isEmpty() ? transition.from() + " had before " : transition.to() + " had in ")
                        + transition.name()));
            }
            comparisons.add(new Comparison(dossier, transition, before.get(), then.get()));
        }
        return new Plan<>(
                Shards.each(comparisons, Comparison::sentences), ArrayList::new, MetadataGap::both, Finding::of);
    }

    private static List<String> both(List<String> some, List<String> later) {
        some.addAll(later);
        return some;
    }

    private static Optional<MetadataNoted> first(Dossier dossier, TransitionFacts transition, long from) {
        return dossier.story()
                .timeline()
                .all(MetadataNoted.class)
                .filter(e -> e.region().equals(transition.to()) && e.at() >= from && e.at() <= transition.until())
                .findFirst();
    }

    private record Comparison(Dossier dossier, TransitionFacts transition, MetadataNoted before, MetadataNoted then) {

        /** A topic of the region left behind, and the name it should have at the target. */
        private record Expected(String topic, String name) {}

        List<String> sentences() {
            return gaps().stream()
                    .map(gap -> transition.name() + ": in " + transition.to() + " " + gap)
                    .toList();
        }

        private Set<String> gaps() {
            Set<String> gaps = new TreeSet<>();
            List<Expected> expected = expected();
            for (Expected one : expected) {
                Topic wanted = before.topics().get(one.topic());
                if (wanted != null) {
                    topic(one.name(), wanted, then.topics().get(one.name()), gaps);
                }
            }
            before.acls().forEach(acl -> acl(acl, expected, gaps));
            groups(gaps);
            return gaps;
        }

        private List<Expected> expected() {
            List<Expected> expected = new ArrayList<>();
            for (ReplicationSpec flow : dossier.story().scenario().replication()) {
                if (flow.from().equals(transition.from()) && flow.to().equals(transition.to())) {
                    flow.topics().forEach(topic -> expected.add(new Expected(topic, flow.mirrored(topic))));
                }
            }
            for (ServiceSpec service : dossier.story().scenario().services().values()) {
                if (service.deployedIn().contains(transition.to())) {
                    service.produces()
                            .ifPresent(produces -> expected.add(new Expected(produces.topic(), produces.topic())));
                }
            }
            return expected;
        }

        private static void topic(String name, Topic wanted, @Nullable Topic found, Set<String> gaps) {
            if (found == null) {
                gaps.add("topic " + name + " is missing");
                return;
            }
            if (found.partitions() != wanted.partitions()) {
                gaps.add("topic " + name + " has " + found.partitions() + " partitions instead of "
                        + wanted.partitions());
            }
            wanted.config().forEach((setting, value) -> {
                String there = found.config().get(setting);
                if (!value.equals(there)) {
                    gaps.add("topic " + name + " has " + setting + " " + (there == null ? "not set" : there)
                            + " instead of " + value);
                }
            });
        }

        private void acl(Acl acl, List<Expected> expected, Set<String> gaps) {
            if (!acl.resource().equals("TOPIC") || !acl.pattern().equals("LITERAL")) {
                if (!then.acls().contains(acl)) {
                    gaps.add("the ACL " + acl.text() + " is missing");
                }
                return;
            }
            for (Expected one : expected) {
                Acl wanted = acl.on(one.name());
                if (one.topic().equals(acl.name()) && !then.acls().contains(wanted)) {
                    gaps.add("the ACL " + wanted.text() + " is missing");
                }
            }
        }

        private void groups(Set<String> gaps) {
            dossier.story().scenario().services().values().stream()
                    .filter(service -> service.deployedIn().contains(transition.to()))
                    .flatMap(service -> service.consumes().stream())
                    .map(ServiceSpec.Consumes::group)
                    .filter(group ->
                            before.groups().contains(group) && !then.groups().contains(group))
                    .forEach(group -> gaps.add("group " + group + " is missing"));
        }
    }
}
