package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.FigureCheck.Measured;
import io.firedrill.audit.Result.ObjectiveResult;
import io.firedrill.audit.Result.Verdict;
import io.firedrill.audit.Troubles.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** FAIL: the least that a figure can be is more than its limit. PASS: the most that it can be is not. Between the two: INCONCLUSIVE. */
class FigureCheckTest {
    private static final Optional<String> NO_DOUBT = Optional.empty();

    @TempDir
    Path temp;

    private MadeUpFigures made;
    private FigureCheck check;

    @BeforeEach
    void ofAWholeDrill() throws IOException {
        SyntheticDrill drill = new SyntheticDrill();
        made = new MadeUpFigures(drill.write(temp), drill.scenario());
        check = new FigureCheck(new Doubts(made.dossier), made.troubles);
    }

    private static void assertJudged(ObjectiveResult result, Verdict verdict, String reason) {
        assertThat(result.verdict()).isEqualTo(verdict);
        assertThat(result.reason()).isEqualTo(reason);
    }

    @Test
    void anExactFigurePassesAtItsLimitAndFailsAboveIt() {
        ObjectiveResult within = check.exact("x", 5, 5, Scope.LOSS, NO_DOUBT);
        assertJudged(within, Verdict.PASS, "5 is within the limit of 5");
        assertThat(within).extracting(ObjectiveResult::name).isEqualTo("x");
        assertThat(within.limit()).isEqualTo("5");
        assertThat(within.measured()).isEqualTo("5");
        assertThat(within.plusMinus()).isEmpty();
        assertJudged(check.exact("x", 5, 6, Scope.LOSS, NO_DOUBT), Verdict.FAIL, "6 is more than the limit of 5");
    }

    @Test
    void whatMayOnlyLookLargerThanItWasFailsNobody() {
        assertJudged(
                check.exact("x", 5, 6, Scope.LOSS, Optional.of("a journal is lost")),
                Verdict.INCONCLUSIVE,
                "6 is more than the limit of 5, but a journal is lost");
        assertJudged(
                check.exact("x", 5, 5, Scope.LOSS, Optional.of("a journal is lost")),
                Verdict.PASS,
                "5 is within the limit of 5");
    }

    @Test
    void aRangeIsJudgedByItsEnds() {
        assertJudged(
                check.range("x", 2, 3, 2, "nobody knows", Scope.TIME, NO_DOUBT),
                Verdict.FAIL,
                "[3 .. 5] is more than the limit of 2");
        assertJudged(
                check.range("x", 3, 3, 2, "nobody knows", Scope.TIME, NO_DOUBT), Verdict.INCONCLUSIVE, "nobody knows");
        assertJudged(
                check.range("x", 5, 3, 2, "nobody knows", Scope.TIME, NO_DOUBT),
                Verdict.PASS,
                "[3 .. 5] is within the limit of 5");
        assertThat(check.range("x", 5, 3, 0, "nobody knows", Scope.TIME, NO_DOUBT)
                        .measured())
                .isEqualTo("3");
    }

    @Test
    void aTimeLiesAnywhereWithinItsErrorBar() {
        Measured time = Measured.time(1234.5, 0.0015, Duration.ofSeconds(2));
        assertThat(time.text()).isEqualTo("1.23s");
        assertThat(time.least()).isEqualTo(1_234_498_500.0);
        assertThat(time.most()).isEqualTo(1_234_501_500.0);
        Measured ofMillis = Measured.time(1234.5, 0.25, Duration.ofMillis(999));
        assertThat(ofMillis.bar()).isEqualTo("0.3ms");
        assertThat(ofMillis.doubt()).isEqualTo("the limit lies within the error bar of 0.3ms");
    }

    @Test
    void aRangeOfTimesIsToldWithItsLimit_andAsOneNumberWhereItsEndsAreWrittenAlike() {
        Duration limit = Duration.ofSeconds(2);
        Measured wide = Measured.times(1234.5, 90, 2345.6, 90, limit, "nobody knows");
        assertThat(wide.text()).isEqualTo("[1.23s .. 2.35s]");
        assertThat(wide.doubt()).isEqualTo("the limit of 2s lies within [1.23s .. 2.35s] +- 0.09s: nobody knows");
        Measured stalled = Measured.times(1234.5, 90, 2345.6, 800, limit, "nobody knows");
        assertThat(stalled.bar()).isEqualTo("0.09s below, 0.80s above");
        assertThat(stalled.least()).isEqualTo(1_144_500_000.0);
        assertThat(stalled.most()).isEqualTo(3_145_600_000.0);
        Measured narrow = Measured.times(1999.9, 0, 2000.1, 0, limit, "nobody knows");
        assertThat(narrow.text()).isEqualTo("2.00s");
        assertThat(narrow.least()).isEqualTo(1_999_900_000.0);
        assertThat(narrow.most()).isEqualTo(2_000_100_000.0);
        assertThat(narrow.doubt()).isEqualTo("the limit of 2s lies within 2.00s +- 0.00s: nobody knows");
        assertThat(Measured.times(7, 1, 7, 1, limit, "nobody knows")).isEqualTo(Measured.time(7, 1, limit));
    }

    @Test
    void aTroubleKeepsAFigureFromPassingAndNotFromFailing() {
        made.troubles.add("a drain did not end", Scope.CONSUMERS);
        assertJudged(check.exact("x", 5, 5, Scope.CONSUMERS, NO_DOUBT), Verdict.INCONCLUSIVE, "a drain did not end");
        assertJudged(check.exact("x", 5, 6, Scope.CONSUMERS, NO_DOUBT), Verdict.FAIL, "6 is more than the limit of 5");
        assertThat(check.exact("x", 5, 5, Scope.TIME, NO_DOUBT).verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void aFigureOfWhatIsNotWholeSaysSoWhereItIsShownAndNotInItsReason() {
        made.troubles.damage("cut", Scope.TIME);
        ObjectiveResult result = check.exact("x", 5, 5, Scope.LOSS, NO_DOUBT);
        assertThat(result.measured()).isEqualTo("5, of evidence that is not whole");
        assertJudged(result, Verdict.PASS, "5 is within the limit of 5");
    }
}
