package io.firedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.fault.KillRegion;
import io.firedrill.region.DiskFate;
import io.firedrill.scenario.Action;
import io.firedrill.scenario.Position;
import io.firedrill.scenario.TimelineStep;
import io.firedrill.scenario.TimelineStep.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgendaTest {
    private static final long ZERO = 1_000_000_000L;
    private final TimelineStep kill =
            step(new Trigger.At(Duration.ofSeconds(20)), new KillRegion("us-east", DiskFate.KEPT, true));
    private final TimelineStep end =
            step(new Trigger.After("to-west", "recovered", Duration.ofSeconds(10)), new Action.End());
    private final Agenda agenda = new Agenda(List.of(kill, end), ZERO);

    @Test
    void aStepByTimeIsDueThatLongAfterTheBaseline() {
        assertThat(agenda.next()).hasValue(ZERO + 20_000_000_000L);
        assertThat(agenda.due(ZERO + 19_999_999_999L)).isEmpty();
        assertThat(agenda.due(ZERO + 20_000_000_000L)).containsExactly(kill);
        assertThat(agenda.due(ZERO + 20_000_000_001L)).isEmpty();
    }

    @Test
    void aStepByEventIsDueOnlyAfterItsEvent() {
        agenda.due(ZERO + 20_000_000_000L);
        assertThat(agenda.next()).isEmpty();
        assertThat(agenda.waiting()).containsExactly(end);

        agenda.happened("to-west", "detected", ZERO);
        assertThat(agenda.next()).isEmpty();

        agenda.happened("to-west", "recovered", ZERO + 30_000_000_000L);
        assertThat(agenda.waiting()).isEmpty();
        assertThat(agenda.due(ZERO + 40_000_000_000L)).containsExactly(end);
    }

    private static TimelineStep step(Trigger when, Action action) {
        return new TimelineStep(
                when, action, Optional.empty(), Optional.empty(), Optional.empty(), new Position("x.yaml", 1, 1));
    }
}
