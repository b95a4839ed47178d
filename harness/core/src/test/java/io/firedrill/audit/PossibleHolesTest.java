package io.firedrill.audit;

import static io.firedrill.audit.FewFacts.EAST;
import static io.firedrill.audit.FewFacts.EAST_ORDERS;
import static io.firedrill.audit.FewFacts.WEST;
import static io.firedrill.audit.FewFacts.order;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** us-west takes over at 1000 ns, and was not scanned: it may have held whatever it is not known to have held. */
class PossibleHolesTest {
    private final FewFacts drill = new FewFacts();

    PossibleHolesTest() {
        drill.failover(1000, 1000, Map.of("us-east.orders", List.of(10L, 10L)));
        drill.unscanned.add(WEST);
    }

    private long mayHoles() {
        RecoveryPoint point = drill.dossier()
                .recoveryPoint(drill.dossier().story().transitions().get(0));
        Result.Rpo rpo = point.figures(Optional.empty()).orElseThrow();
        assertThat(rpo.holes()).isZero();
        return rpo.mayHoles();
    }

    /** Without an answer, and of a place that nobody knows. */
    private void open(long sequence, long at) {
        drill.unknown(EAST, drill.sent(EAST, order(EAST, sequence), 7, at), at + 10);
    }

    @Test
    void noRecordIsAHoleForItsOwnSake() {
        open(0, 100);
        assertThat(mayHoles()).isZero();
    }

    @Test
    void ofTwoThatNobodyKnowsThePlaceOfEitherMayBeTheHole() {
        open(0, 100);
        open(1, 200);
        assertThat(mayHoles()).isEqualTo(2);
    }

    @Test
    void theLastOfAPartitionMayBeAHoleForOneThatNobodyKnowsThePlaceOf() {
        drill.written(EAST, order(EAST, 0), 7, 0, 0, 100, 101);
        open(1, 200);
        // Record 1 was sent when record 0 had been acknowledged, and so stands behind it or in another partition.
        assertThat(mayHoles()).isEqualTo(1);
    }

    @Test
    void ofThreeInOnePartitionAllButTheLastMayBeHoles() {
        drill.written(EAST, order(EAST, 0), 7, 0, 0, 100, 101);
        drill.written(EAST, order(EAST, 1), 7, 0, 1, 102, 103);
        drill.written(EAST, order(EAST, 2), 7, 0, 2, 104, 105);
        assertThat(mayHoles()).isEqualTo(2);
    }

    @Test
    void whatStandsInOtherPartitionsMakesNoHole() {
        drill.written(EAST, order(EAST, 0), 7, 0, 0, 100, 101);
        drill.written(EAST, order(EAST, 1), 8, 1, 1, 102, 103);
        assertThat(mayHoles()).isZero();
    }

    @Test
    void whatTheTargetIsKnownToHaveHeldMakesHolesOfAllThatMayStandBeforeIt() {
        drill.written(EAST, order(EAST, 0), 7, 0, 0, 100, 101);
        drill.scanned(WEST, EAST_ORDERS, 0, 0, drill.written(EAST, order(EAST, 1), 7, 0, 1, 102, 103));
        assertThat(mayHoles()).isEqualTo(1);
    }

    @Test
    void ofATargetThatNobodyKnowsAllMayBeMissing() {
        drill.target = "atlantis";
        drill.written(EAST, order(EAST, 0), 7, 0, 0, 100, 101);
        drill.written(EAST, order(EAST, 1), 7, 0, 1, 102, 103);
        Result.Rpo rpo = drill.dossier()
                .recoveryPoint(drill.dossier().story().transitions().get(0))
                .figures(Optional.empty())
                .orElseThrow();
        assertThat(rpo.records()).isZero();
        assertThat(rpo.mayRecords()).isEqualTo(2);
    }
}
