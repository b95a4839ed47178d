package io.firedrill.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.region.DiskFate;
import io.firedrill.scenario.FaultAction;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which faults let records come to stand at offsets that others had. */
class LogCutsTest {

    static Stream<FaultAction> cutting() {
        return Stream.of(
                new KillRegion("us-east", DiskFate.DESTROYED, true),
                new KillRegion("us-east", DiskFate.UNFLUSHED_LOST, true),
                new UncleanElection("us-east", "orders", 0),
                new RecreateTopic("us-east", "orders"));
    }

    static Stream<FaultAction> sparing() {
        return Stream.of(
                new KillRegion("us-east", DiskFate.KEPT, true),
                new TruncateTopic("us-east", "orders", Optional.empty(), 0),
                new ExpireRecords("us-east", "orders"));
    }

    @ParameterizedTest
    @MethodSource("cutting")
    void whereALogEndsEarlierOrBeginsAnewItsOffsetsAreTakenAgain(FaultAction fault) {
        assertThat(fault.cutsEnds()).isTrue();
        assertThat(fault.losesAcknowledged()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("sparing")
    void whereOnlyItsBeginningGoesOrNothingTheyAreNot(FaultAction fault) {
        assertThat(fault.cutsEnds()).isFalse();
    }
}
