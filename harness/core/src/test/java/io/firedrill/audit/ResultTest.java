package io.firedrill.audit;

import static io.firedrill.audit.Result.Verdict.FAIL;
import static io.firedrill.audit.Result.Verdict.INCONCLUSIVE;
import static io.firedrill.audit.Result.Verdict.PASS;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.Result.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultTest {

    @Test
    void failBeatsInconclusiveBeatsPass() {
        for (Verdict verdict : Verdict.values()) {
            assertThat(verdict.and(FAIL)).isEqualTo(FAIL);
            assertThat(FAIL.and(verdict)).isEqualTo(FAIL);
            assertThat(verdict.and(PASS)).isEqualTo(verdict);
            assertThat(PASS.and(verdict)).isEqualTo(verdict);
        }
        assertThat(INCONCLUSIVE.and(INCONCLUSIVE)).isEqualTo(INCONCLUSIVE);
    }

    private static Result.Rpo rpo(long records, double oldest, double prefix) {
        return new Result.Rpo(
                records, 0, records, 0, null, null, records, null, oldest, prefix, null, 0, 0, null, 0, null, 0, null,
                null, null, List.of(), List.of());
    }

    private static double time(double oldest, double prefix) {
        return rpo(1, oldest, prefix).timeMillis();
    }

    @Test
    void theTimeOfALossIsTheWorseOfItsTwoAges() {
        assertThat(time(20, 30)).isEqualTo(30);
        assertThat(time(40, 30)).isEqualTo(40);
    }

    @Test
    void aTimeThatIsNoNumberHasNoUpperEndAlthoughNothingIsLost() {
        assertThat(rpo(0, 0, 0).mostTimeMillis()).isZero();
        assertThat(rpo(0, Double.NaN, 0).mostTimeMillis()).isNull();
        assertThat(rpo(0, 0, Double.NaN).mostTimeMillis()).isNull();
        assertThat(rpo(0, 0, Double.NaN).finalMayRecords()).isZero();
    }
}
