package io.firedrill.drill;

import io.firedrill.evidence.Catalogue;
import io.firedrill.scenario.Scenario;
import io.firedrill.scenario.ServiceSpec;
import io.firedrill.workload.WorkerAssignment;
import io.firedrill.workload.WorkerAssignment.ConsumerAssignment;
import io.firedrill.workload.WorkerAssignment.ProducerAssignment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/** Tells each worker its part of the scenario. */
final class Assignments {
    private final Scenario scenario;
    private final Catalogue catalogue;
    private final BinaryOperator<String> dependency;

    /** @param dependency where the services of a region reach what they call: {@code host:port} by region and name */
    Assignments(Scenario scenario, Catalogue catalogue, BinaryOperator<String> dependency) {
        this.scenario = scenario;
        this.catalogue = catalogue;
        this.dependency = dependency;
    }

    /**
     * @param incarnation which start of this region's worker, from 1; only the first has active services, a region that comes
     *     back comes back on standby
     * @param journal folder of its journal
     * @param client properties of the region's client path
     */
    WorkerAssignment of(String region, int incarnation, Path journal, Map<String, String> client) {
        return new WorkerAssignment(
                region,
                catalogue.regions().indexOf(region),
                incarnation,
                journal.toAbsolutePath().toString(),
                catalogue,
                client,
                producers(region, incarnation == 1),
                consumers(region, incarnation == 1),
                scenario.settings().latencyLimit(),
                scenario.settings().seed());
    }

    private List<ProducerAssignment> producers(String region, boolean first) {
        List<ProducerAssignment> assignments = new ArrayList<>();
        for (int i = 0; i < catalogue.producers().size(); i++) {
            Catalogue.Producer producer = catalogue.producers().get(i);
            ServiceSpec service = service(producer.service());
            if (!service.deployedIn().contains(region)) {
                continue;
            }
            ServiceSpec.Produces produces = service.produces().orElseThrow();
            assignments.add(new ProducerAssignment(
                    i,
                    producer.service(),
                    produces.topic(),
                    producer.ratePerSecond(),
                    produces.sizeBytes(),
                    produces.keys(),
                    produces.acks(),
                    produces.idempotent(),
                    produces.config(),
                    first && activeAtFirst(service, region) && !scenario.appearsLater(produces.topic()),
                    calls(service, region)));
        }
        return assignments;
    }

    private List<ConsumerAssignment> consumers(String region, boolean first) {
        List<ConsumerAssignment> assignments = new ArrayList<>();
        for (int i = 0; i < catalogue.groups().size(); i++) {
            Catalogue.Group group = catalogue.groups().get(i);
            ServiceSpec service = service(group.service());
            if (!service.deployedIn().contains(region)) {
                continue;
            }
            ServiceSpec.Consumes consumes = service.consumes().orElseThrow();
            assignments.add(new ConsumerAssignment(
                    i,
                    group.service(),
                    consumes.group(),
                    topics(group, region),
                    consumes.instances(),
                    service.standby(),
                    consumes.autoOffsetReset(),
                    consumes.handlerTime(),
                    consumes.config(),
                    first && activeAtFirst(service, region) && !scenario.waits(consumes),
                    calls(service, region)));
        }
        return assignments;
    }

    private List<WorkerAssignment.DependencyCall> calls(ServiceSpec service, String region) {
        return service.calls().stream()
                .flatMap(calls -> calls.dependencies().stream()
                        .map(name -> new WorkerAssignment.DependencyCall(
                                name, dependency.apply(region, name), calls.atMost())))
                .toList();
    }

    /** A lineage's topics that can exist in the region: a region holds no copy of what it wrote itself. */
    private List<String> topics(Catalogue.Group group, String region) {
        return group.topics().stream()
                .map(catalogue.topics()::get)
                .filter(topic -> !topic.origin().equals(region))
                .filter(topic -> !topic.mirrored() || flowsInto(region, topic))
                .map(Catalogue.Topic::name)
                .toList();
    }

    private boolean flowsInto(String region, Catalogue.Topic topic) {
        return scenario.replication().stream()
                .anyMatch(
                        flow -> flow.from().equals(topic.origin()) && flow.to().equals(region));
    }

    static boolean activeAtFirst(ServiceSpec service, String region) {
        return service.deployedIn().get(0).equals(region);
    }

    private ServiceSpec service(String name) {
        ServiceSpec service = scenario.services().get(name);
        if (service == null) {
            throw new IllegalStateException("the catalogue names a service that the scenario does not have: " + name);
        }
        return service;
    }
}
