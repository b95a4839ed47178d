package io.firedrill.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firedrill.scenario.RunbookStep.ActivateConsumers.Offsets;
import io.firedrill.scenario.ServiceSpec.Standby;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WorkerProtocolTest {

    static List<WorkerCommand> commands() {
        Map<String, String> client = Map.of("bootstrap.servers", "127.0.0.1:9092");
        return List.of(
                new WorkerCommand.StartLoad(123_456_789_012_345L),
                new WorkerCommand.StopLoad(),
                new WorkerCommand.ActivateProducers(List.of("order-service")),
                new WorkerCommand.DeactivateProducers(List.of("order-service")),
                new WorkerCommand.ActivateConsumers(List.of("billing", "audit"), Offsets.EARLIEST),
                new WorkerCommand.StartCanary(
                        2, List.of("127.0.0.1:1", "127.0.0.1:2"), client, Duration.ofMillis(20), Duration.ofSeconds(1)),
                new WorkerCommand.StartProbe(
                        "to-west", "firedrill-probe", client, Duration.ofMillis(250), Duration.ofMillis(1500)),
                new WorkerCommand.SetClock(Duration.ofSeconds(-5)),
                new WorkerCommand.Scan(
                        "us-east", List.of("orders"), client, "/run/scans/us-east", Duration.ofMinutes(1)),
                new WorkerCommand.DrainStatus(),
                new WorkerCommand.Stop(Duration.ofSeconds(1)));
    }

    static List<WorkerEvent> events() {
        return List.of(
                new WorkerEvent.Ready(1, 4711),
                new WorkerEvent.Stats(
                        2,
                        List.of(new WorkerEvent.ProducerStats(0, true, 9, 8, 7, 6, 1, 0, 55)),
                        List.of(new WorkerEvent.GroupStats(0, false, 0, 0, -1)),
                        77,
                        "SGlzdG9ncmFt"),
                new WorkerEvent.Activated(3, "billing", "consumers"),
                new WorkerEvent.ProbeResult(
                        "to-west", 4, 5, 6, false, "TimeoutException: \"quoted\"\nand a second line"),
                new WorkerEvent.CanaryEdge(0, "127.0.0.1:1", false, 1, 2, 3, 4, "Connection reset"),
                new WorkerEvent.CanaryWindow(0, 1, 2, 25, 3, 4),
                new WorkerEvent.Scanned(9, "us-east", "/f", Map.of("orders", 12L), true, ""),
                new WorkerEvent.Drained(10, Map.of("billing", -1L)),
                new WorkerEvent.Failure(12, "disk full"),
                new WorkerEvent.JournalLost(13, "the disk of /run is full"),
                new WorkerEvent.Stopped(14));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aCommandIsALineThatReadsBackTheSame(WorkerCommand command) {
        String line = WorkerProtocol.write(command);

        assertThat(line).doesNotContain("\n");
        assertThat(WorkerProtocol.command(line)).isEqualTo(command);
    }

    @ParameterizedTest
    @MethodSource("events")
    void anEventIsALineThatReadsBackTheSame(WorkerEvent event) {
        String line = WorkerProtocol.write(event);

        assertThat(line).doesNotContain("\n");
        assertThat(WorkerProtocol.event(line)).isEqualTo(event);
    }

    @Test
    void everyKindOfCommandAndEventIsTried() {
        assertThat(commands())
                .extracting(Object::getClass)
                .hasSameElementsAs(List.of(WorkerCommand.class.getPermittedSubclasses()));
        assertThat(events())
                .extracting(Object::getClass)
                .hasSameElementsAs(List.of(WorkerEvent.class.getPermittedSubclasses()));
    }

    @Test
    void anAssignmentReadsBackTheSame() {
        WorkerAssignment assignment = TestAssignments.worker(
                "/run/journals/us-east-1",
                List.of(TestAssignments.producer(true)),
                List.of(TestAssignments.consumer(Standby.UNSUBSCRIBED, false)));

        assertThat(WorkerProtocol.assignment(WorkerProtocol.write(assignment))).isEqualTo(assignment);
    }

    @Test
    void aLineThatIsNoneSaysWhatWasExpectedAndKeepsSecretsToItself() {
        assertThatThrownBy(
                        () -> WorkerProtocol.assignment("{\"client\":{\"sasl.jaas.config\":\"hunter2\"},\"what\":1}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("WorkerAssignment")
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> WorkerProtocol.command("{\"kind\":\"make-coffee\"}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("make-coffee");
    }
}
