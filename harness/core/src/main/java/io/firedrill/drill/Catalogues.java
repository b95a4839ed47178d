package io.firedrill.drill;

import io.firedrill.evidence.Catalogue;
import io.firedrill.scenario.ReplicationSpec;
import io.firedrill.scenario.Scenario;
import io.firedrill.scenario.ServiceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Gives everything in a scenario that facts speak of its number. */
final class Catalogues {
    private Catalogues() {}

    /** The same scenario gives the same numbers. */
    static Catalogue of(Scenario scenario) {
        List<Catalogue.Topic> topics = topics(scenario);
        List<Catalogue.Producer> producers = new ArrayList<>();
        List<Catalogue.Group> groups = new ArrayList<>();
        scenario.services().forEach((service, spec) -> {
            spec.produces().ifPresent(produces -> producers.addAll(producers(service, produces, topics)));
            spec.consumes().ifPresent(consumes -> groups.add(group(service, consumes, topics)));
        });
        return new Catalogue(
                List.copyOf(scenario.regions().keySet()), topics, producers, groups, stores(scenario, producers));
    }

    private static List<Catalogue.Topic> topics(Scenario scenario) {
        List<Catalogue.Topic> topics = new ArrayList<>();
        scenario.topics().forEach((name, spec) -> topics.add(new Catalogue.Topic(name, name, "", spec.partitions())));
        for (ReplicationSpec flow : scenario.replication()) {
            for (String topic : flow.topics()) {
                String copy = flow.mirrored(topic);
                if (!copy.equals(topic)) {
                    topics.add(new Catalogue.Topic(copy, topic, flow.from(), partitions(scenario, topic)));
                }
            }
        }
        return topics;
    }

    private static int partitions(Scenario scenario, String topic) {
        var spec = scenario.topics().get(topic);
        if (spec == null) {
            throw new IllegalArgumentException("replicated topic " + topic + " is not declared");
        }
        return spec.partitions();
    }

    private static List<Catalogue.Producer> producers(
            String service, ServiceSpec.Produces produces, List<Catalogue.Topic> topics) {
        List<Catalogue.Producer> producers = new ArrayList<>();
        for (int i = 0; i < produces.producers(); i++) {
            producers.add(new Catalogue.Producer(
                    service + "-" + i,
                    service,
                    index(topics, produces.topic()),
                    produces.ratePerSecond() / produces.producers(),
                    produces.sizeBytes()));
        }
        return producers;
    }

    private static List<Catalogue.Store> stores(Scenario scenario, List<Catalogue.Producer> producers) {
        List<Catalogue.Store> stores = new ArrayList<>();
        scenario.services().forEach((service, spec) -> spec.store().ifPresent(store -> {
            List<Integer> of = new ArrayList<>();
            for (int i = 0; i < producers.size(); i++) {
                if (producers.get(i).service().equals(service)) {
                    of.add(i);
                }
            }
            stores.add(new Catalogue.Store(service, store.written().name().toLowerCase(Locale.ROOT), of));
        }));
        return stores;
    }

    private static Catalogue.Group group(String service, ServiceSpec.Consumes consumes, List<Catalogue.Topic> topics) {
        List<Integer> read = new ArrayList<>();
        for (int i = 0; i < topics.size(); i++) {
            if (consumes.topics().contains(topics.get(i).lineage())) {
                read.add(i);
            }
        }
        return new Catalogue.Group(consumes.group(), service, read);
    }

    private static int index(List<Catalogue.Topic> topics, String name) {
        for (int i = 0; i < topics.size(); i++) {
            if (topics.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("topic " + name + " is not declared");
    }
}
