package io.firedrill.workload;

import io.firedrill.evidence.Catalogue;
import io.firedrill.scenario.ServiceSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Assignments for tests: region us-east (0) with orders (0) and its copy us-west.orders (1). */
final class TestAssignments {

    static final Catalogue CATALOGUE = new Catalogue(
            List.of("us-east", "us-west"),
            List.of(
                    new Catalogue.Topic("orders", "orders", "", 2),
                    new Catalogue.Topic("us-west.orders", "orders", "us-west", 2)),
            List.of(new Catalogue.Producer("order-service-0", "order-service", 0, 1000, 100)),
            List.of(new Catalogue.Group("billing", "billing", List.of(0, 1))));

    private TestAssignments() {}

    static WorkerAssignment worker(
            String journal,
            List<WorkerAssignment.ProducerAssignment> producers,
            List<WorkerAssignment.ConsumerAssignment> consumers) {
        return new WorkerAssignment(
                "us-east",
                0,
                1,
                journal,
                CATALOGUE,
                Map.of("bootstrap.servers", "127.0.0.1:1"),
                producers,
                consumers,
                Duration.ofMillis(100),
                1);
    }

    static WorkerAssignment.ProducerAssignment producer(boolean active) {
        return new WorkerAssignment.ProducerAssignment(
                0, "order-service", "orders", 1000, 100, 10, "all", true, Map.of(), active, List.of());
    }

    static WorkerAssignment.ConsumerAssignment consumer(ServiceSpec.Standby standby, boolean active) {
        return new WorkerAssignment.ConsumerAssignment(
                0,
                "billing",
                "billing",
                List.of("orders", "us-west.orders"),
                1,
                standby,
                "earliest",
                Duration.ZERO,
                Map.of(),
                active,
                List.of());
    }
}
